"""What each service answers, as short shapes from which JSON Schemas are written."""

from collections.abc import Mapping
from typing import Any

from sitra.catalog.rules.kinds import Kind
from sitra.formats.rules.v002.errors import ErrorType
from sitra.kit.texts import SUFFIXES

Shape = Any
"""A type by its name, a list of one shape, an object as names and shapes (`!` after what is always there)."""

_LABELS = {f"libelle{suffix}": "string" for suffix in SUFFIXES.values()}
_LINK = {"elementReferenceType!": "string", "id!": "integer", **_LABELS, "ordre": "integer"}
_TERM = {**_LINK, "description": "string", "familleCritere": _LINK, "parent": _LINK, "typeLabel": _LINK,
         "critereDeprecie": "object"}  # fmt: skip
_COMMUNE = {"id!": "integer", "code!": "string", "nom!": "string", "pays": _TERM, "codePostal": "string"}
_RECORD = {"type!": [kind.value for kind in Kind], "id!": "integer"}
_TAG = {"id!": "integer", "libelle!": "string", "commentaire": "string"}
_SELECTION = {"id!": "integer", "libelle": _LABELS, "nom": "string"}
_PERSON = {
    "id!": "integer", "nom": "string", "prenom": "string", "type": "string", "permissions": ["string"],
    "membre": {"id!": "integer", "nomMembre!": "string"},
    "informationsEdition": {"dateCreation": "string"}, "statut": "string", "eMail": "string",
}  # fmt: skip
_MEMBER = {
    "id!": "integer", "nom!": "string", "type": {"id!": "integer", "nom!": "string"},
    "joursFeries": "string", "devise": "string",
    "typesGeres": [{"nom": "string", "codeV1": "string"}],
    "relations": {
        "idParrain": "integer", "nomParrain": "string",
        "parraines": [{"idMembre!": "integer", "nomMembre": "string"}],
    },
    "notifications": {
        "notificationsApiExports": {"eMails": "string"}, "notificationsGestionObjets": {"eMails": "string"},
    },
    "entitesJuridiques": [
        {"id!": "integer", "nom": "string", "identifier": "string", "entitePrincipale!": "boolean"}
    ],
    "criteresInternes": [_TAG],
    "utilisateurs": [_PERSON],
    "communes": [{"id!": "integer", "nom!": "string", "codePostal": "string", "codeInsee!": "string"}],
    "projets": [{"id!": "integer", "nom!": "string", "statut": "string"}],
    "objetsGeres": [{"id!": "integer", "nom": "string", "identifier": "string", "type!": "string"}],
    "informationsEdition": {
        "dateCreation": "string", "dateDesactivation": "string", "dateModification": "string",
    },
    "parrain": {"id!": "integer", "nom": "string"}, "actif!": "boolean",
}  # fmt: skip
_ENVELOPE = {"query!": "object", "numFound!": "integer"}

ANSWERS: Mapping[str, Shape] = {
    "Objets": {**_ENVELOPE, "objetsTouristiques": ["ObjetTouristique"], "formatVersion!": "string"},
    "Identifiants": {**_ENVELOPE, "objetTouristiqueIds": ["integer"], "formatVersion!": "string"},
    "ObjetsParJour": {**_ENVELOPE, "objetsTouristiques": "object"},
    "IdentifiantsParJour": {**_ENVELOPE, "objetTouristiqueIds": "object"},
    "ObjetTouristique": _RECORD,
    "Communes": [_COMMUNE],
    "ElementsReference": [_TERM],
    "CriteresInternes": [_TAG],
    "Selections": [_SELECTION],
    "SelectionsParObjet": [{"id!": "integer", "selections": [_SELECTION]}],
    "CriteresInterdits": [{
        "critereId!": "integer", "typesInterdits": ["string"], "interditPar": ["integer"],
        "interditUtilisationDe": ["integer"],
    }],
    "Collaborateurs": [{
        "referenceId!": "integer", "membreProprietaire!": "integer", "membresCollaborateurs": ["integer"],
    }],
    "Membre": _MEMBER,
    "Membres": ["Membre"],
    "Utilisateur": _PERSON,
    "Utilisateurs": ["Utilisateur"],
    "Erreur": {"errorType!": [one.value for one in ErrorType], "message!": "string"},
}  # fmt: skip
_PLAIN = ("string", "integer", "boolean", "object")


def schemas() -> dict[str, Any]:
    """Write every answer as a JSON Schema, by its name."""
    return {name: _schema(shape, whole=name != "ObjetTouristique") for name, shape in ANSWERS.items()}


def _schema(shape: Shape, *, whole: bool = True) -> dict[str, Any]:
    if isinstance(shape, str):
        return {"type": shape} if shape in _PLAIN else {"$ref": f"#/components/schemas/{shape}"}
    if isinstance(shape, list):
        return {"enum": shape} if len(shape) > 1 else {"type": "array", "items": _schema(shape[0])}
    required = [name[:-1] for name in shape if name.endswith("!")]
    return {
        "type": "object",
        "properties": {name.removesuffix("!"): _schema(below) for name, below in shape.items()},
        **({"required": required} if required else {}),
        **({"additionalProperties": False} if whole else {}),
    }
