"""Refusals of v002: a stable name, a French sentence, an HTTP status (section 3.3)."""

from collections.abc import Mapping
from enum import StrEnum


class ErrorType(StrEnum):
    """Names of refusals; the read side has none in the contract, these are ours and stay."""

    OBJET_TOURISTIQUE_NOT_FOUND = "OBJET_TOURISTIQUE_NOT_FOUND"
    RECHERCHE_BAD_REQUEST = "RECHERCHE_BAD_REQUEST"
    RECHERCHE_INVALID_JSON_DATA = "RECHERCHE_INVALID_JSON_DATA"
    RECHERCHE_INVALID_CRITERES_QUERY = "RECHERCHE_INVALID_CRITERES_QUERY"
    RECHERCHE_NOT_AVAILABLE = "RECHERCHE_NOT_AVAILABLE"
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
    ErrorType.PROJET_FORBIDDEN: 403,
    ErrorType.PROJET_TOO_MANY_REQUESTS: 429,
    ErrorType.SERVICE_NOT_FOUND: 404,
    ErrorType.SERVICE_METHOD_NOT_ALLOWED: 405,
    ErrorType.SERVICE_UNAVAILABLE: 503,
}


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
