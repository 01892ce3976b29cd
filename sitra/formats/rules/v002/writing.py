"""The services that are called with a token: one line per service (sections 1.5 and 1.6)."""

from dataclasses import dataclass

READ, WRITE = ("GET", "HEAD"), ("PUT", "DELETE")


@dataclass(frozen=True, slots=True)
class TokenService:
    """A service that asks for a token: how it is called, with which scope of the contract.

    Its calls are counted under `path`, after which `places` (a pattern) says what is wanted. `fields` are
    those of its form and of its address. With `files`, the parts of its form may be files.
    """

    name: str
    path: str
    methods: tuple[str, ...]
    scope: str
    summary: str
    fields: tuple[str, ...] = ()
    places: str = ""
    files: bool = False

    @property
    def pattern(self) -> str:
        """The pattern of its address, after the prefix and before a trailing slash."""
        return self.path + self.places


_ID = r"/(?P<place>\d{1,18})"
_NODE = rf"{_ID}/(?P<node>[^/]{{1,100}})(?:/(?P<target>[a-z]{{1,20}})(?:/(?P<whose>\d{{1,18}}))?)?"
_WRITING, _KEEPING, _SSO = "api_ecriture", "api_metadonnees", "sso"
_PERMISSION = "autorisation/objet-touristique/modification"

TOKEN_SERVICES = (
    TokenService("entry", "ecriture", ("PUT",), _WRITING, "Écrire une fiche",
                 ("mode", "id", "type", "skipValidation", "onValidationFail", "proprietaireId", "tokenSSO",
                  "fields", "root", "root.fieldList"), files=True),
    TokenService("internal-tags-of-objects", "criteres-internes", WRITE, _WRITING,
                 "Mettre ou retirer des critères internes", ("criteres", "tokenSSO")),
    TokenService("private-texts", "donnees-privees", WRITE, _WRITING,
                 "Écrire ou effacer des textes privés", ("donneesPrivees", "tokenSSO")),
    TokenService("collaborators", "collaborateurs", WRITE, _WRITING,
                 "Ajouter ou retirer des collaborateurs", ("collaborateurs", "tokenSSO")),
    TokenService("metadata", "metadata", (*READ, *WRITE), _KEEPING,
                 "Lire, garder ou retirer les métadonnées d'un nœud",
                 ("general", "membres", "projets", "node", "jsonData"), _NODE),
    TokenService("metadata-bulk", "metadata", ("PUT",), _KEEPING,
                 "Garder ou retirer des métadonnées de nombreuses fiches", ("query",)),
    TokenService("permission", _PERMISSION, READ, _WRITING,
                 "Demander si une fiche peut être modifiée", ("tokenSSO",), _ID),
    TokenService("permission-of-person", f"sso/utilisateur/{_PERMISSION}", READ, _SSO,
                 "Demander si la personne peut modifier une fiche", (), _ID),
    TokenService("profile", "sso/utilisateur/profil", READ, _SSO, "Lire qui s'est connecté"),
)  # fmt: skip
TOKEN_SERVICES_BY_NAME = {one.name: one for one in TOKEN_SERVICES}
