"""The services that are called with a token: one line per service (sections 1.5 and 1.6)."""

from dataclasses import dataclass

READ, WRITE = ("GET", "HEAD"), ("PUT", "DELETE")


@dataclass(frozen=True, slots=True)
class TokenService:
    """A service that asks for a token: its path (a pattern after the prefix), and how it is called.

    `path` is what its calls are counted under. With `files`, the parts of its form may be files.
    """

    name: str
    path: str
    pattern: str
    methods: tuple[str, ...]
    files: bool = False


_ID = r"(?P<place>\d{1,18})"
_NODE = r"(?P<node>[^/]{1,100})"

TOKEN_SERVICES = (
    TokenService("entry", "ecriture", "ecriture", ("PUT",), files=True),
    TokenService("internal-tags-of-objects", "criteres-internes", "criteres-internes", WRITE),
    TokenService("private-texts", "donnees-privees", "donnees-privees", WRITE),
    TokenService("collaborators", "collaborateurs", "collaborateurs", WRITE),
    TokenService(
        "metadata", "metadata",
        rf"metadata/{_ID}/{_NODE}(?:/(?P<target>[a-z]{{1,20}})(?:/(?P<whose>\d{{1,18}}))?)?", (*READ, *WRITE),
    ),
    TokenService("metadata-bulk", "metadata", "metadata", ("PUT",)),
    TokenService("permission", "autorisation/objet-touristique/modification",
                 rf"autorisation/objet-touristique/modification/{_ID}", READ),
    TokenService("permission-of-person", "sso/utilisateur/autorisation/objet-touristique/modification",
                 rf"sso/utilisateur/autorisation/objet-touristique/modification/{_ID}", READ),
    TokenService("profile", "sso/utilisateur/profil", "sso/utilisateur/profil", READ),
)  # fmt: skip
TOKEN_SERVICES_BY_NAME = {one.name: one for one in TOKEN_SERVICES}
