"""Refusals of v002: a stable name, a French sentence, an HTTP status (section 3.3)."""

from collections.abc import Mapping
from enum import StrEnum


class ErrorType(StrEnum):
    """Names of refusals; of the read side and of tokens the contract names none: these are ours and stay."""

    OBJET_TOURISTIQUE_NOT_FOUND = "OBJET_TOURISTIQUE_NOT_FOUND"
    RECHERCHE_BAD_REQUEST = "RECHERCHE_BAD_REQUEST"
    RECHERCHE_INVALID_JSON_DATA = "RECHERCHE_INVALID_JSON_DATA"
    RECHERCHE_INVALID_CRITERES_QUERY = "RECHERCHE_INVALID_CRITERES_QUERY"
    RECHERCHE_NOT_AVAILABLE = "RECHERCHE_NOT_AVAILABLE"
    ECRITURE_FORBIDDEN = "ECRITURE_FORBIDDEN"
    ECRITURE_BAD_REQUEST = "ECRITURE_BAD_REQUEST"
    ECRITURE_INVALID_JSON_DATA = "ECRITURE_INVALID_JSON_DATA"
    JETON_INVALID = "JETON_INVALID"
    JETON_FORBIDDEN = "JETON_FORBIDDEN"
    PROJET_FORBIDDEN = "PROJET_FORBIDDEN"
    PROJET_TOO_MANY_REQUESTS = "PROJET_TOO_MANY_REQUESTS"
    SERVICE_NOT_FOUND = "SERVICE_NOT_FOUND"
    SERVICE_METHOD_NOT_ALLOWED = "SERVICE_METHOD_NOT_ALLOWED"
    SERVICE_UNAVAILABLE = "SERVICE_UNAVAILABLE"


STATUS: Mapping[ErrorType, int] = {
    ErrorType.OBJET_TOURISTIQUE_NOT_FOUND: 404,
    ErrorType.RECHERCHE_BAD_REQUEST: 400,
    ErrorType.RECHERCHE_INVALID_JSON_DATA: 400,
    ErrorType.RECHERCHE_INVALID_CRITERES_QUERY: 400,
    ErrorType.RECHERCHE_NOT_AVAILABLE: 400,
    ErrorType.ECRITURE_FORBIDDEN: 403,
    ErrorType.ECRITURE_BAD_REQUEST: 400,
    ErrorType.ECRITURE_INVALID_JSON_DATA: 400,
    ErrorType.JETON_INVALID: 401,
    ErrorType.JETON_FORBIDDEN: 403,
    ErrorType.PROJET_FORBIDDEN: 403,
    ErrorType.PROJET_TOO_MANY_REQUESTS: 429,
    ErrorType.SERVICE_NOT_FOUND: 404,
    ErrorType.SERVICE_METHOD_NOT_ALLOWED: 405,
    ErrorType.SERVICE_UNAVAILABLE: 503,
}

OF_WRITING = frozenset(
    {
        ErrorType.ECRITURE_FORBIDDEN,
        ErrorType.ECRITURE_BAD_REQUEST,
        ErrorType.ECRITURE_INVALID_JSON_DATA,
        ErrorType.JETON_INVALID,
        ErrorType.JETON_FORBIDDEN,
    }
)
"""What only services that are called with a token refuse."""


class Refused(Exception):
    """A request that v002 refuses."""

    def __init__(self, error_type: ErrorType, message: str) -> None:
        super().__init__(message)
        self.error_type = error_type
        self.message = message

    @property
    def status(self) -> int:
        """HTTP status of the answer."""
        return STATUS[self.error_type]
