"""The part of the description of v002 that is called with a token: paths, forms, and how one gets a token."""

from collections.abc import Iterator, Mapping
from typing import Any

from sitra.formats.rules.v002.errors import OF_WRITING, STATUS, ErrorType
from sitra.formats.rules.v002.services import PREFIX
from sitra.formats.rules.v002.writing import TOKEN_SERVICES, TokenService

Json = dict[str, Any]
_FORMS = ("multipart/form-data", "application/x-www-form-urlencoded")
_NUMBER = {"type": "integer", "minimum": 0, "maximum": 10**18 - 1}
_PLACES: Mapping[str, tuple[str, Json]] = {
    "place": ("id", _NUMBER),
    "node": ("nodeId", {"type": "string", "minLength": 1, "maxLength": 100}),
    "target": ("targetType", {"enum": ["general", "membre", "projet"]}),
    "whose": ("targetId", _NUMBER),
}
_ALSO = (
    ErrorType.OBJET_TOURISTIQUE_NOT_FOUND,
    ErrorType.PROJET_TOO_MANY_REQUESTS,
    ErrorType.SERVICE_UNAVAILABLE,
)
SECURITY: Json = {
    "jeton": {
        "type": "oauth2",
        "flows": {
            "clientCredentials": {
                "tokenUrl": "/oauth/token",
                "scopes": {"api_ecriture": "Écrire.", "api_metadonnees": "Tenir des métadonnées."},
            },
            "authorizationCode": {
                "authorizationUrl": "/oauth/authorize",
                "tokenUrl": "/oauth/token",
                "refreshUrl": "/oauth/token",
                "scopes": {"sso": "Savoir qui s'est connecté."},
            },
        },
    }
}


def with_tokens(paths: Json) -> Json:
    """Add the paths that are called with a token; one that is read too keeps its reading."""
    found = dict(paths)
    for one in TOKEN_SERVICES:
        for address, places in _addresses(one):
            found[address] = {**found.get(address, {}), **_operations(one, address, places)}
    return found


def _addresses(one: TokenService) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Give the addresses of a service: what may be left out of one makes several."""
    named = tuple(name for name in _PLACES if f"<{name}>" in one.places)
    least = sum(name in {"place", "node"} for name in named)
    for count in range(least, len(named) + 1):
        places = named[:count]
        yield f"{PREFIX}{one.path}" + "".join(f"/{{{_PLACES[name][0]}}}" for name in places), places


def _operations(one: TokenService, address: str, places: tuple[str, ...]) -> Json:
    parameters = [
        {"name": _PLACES[name][0], "in": "path", "required": True, "schema": _PLACES[name][1]}
        for name in places
    ]
    said = {
        "summary": one.summary,
        "tags": [one.path.split("/")[0]],
        "security": [{"jeton": [one.scope]}],
        "responses": _responses(),
    }
    depth = address.count("{")
    operations: Json = {}
    for method in (method for method in one.methods if method != "HEAD"):
        asked = {**said, "operationId": f"{one.name}-{depth}-{method.lower()}", "parameters": parameters}
        written = method == "PUT" or (method == "DELETE" and not one.places)
        if written and one.fields:
            asked["requestBody"] = {"required": True, "content": _form(one)}
        elif "tokenSSO" in one.fields:
            asked["parameters"] = [*parameters, _SSO]
        operations[method.lower()] = asked
    return operations


_SSO: Json = {"name": "tokenSSO", "in": "query", "schema": {"type": "string"}}


def _form(one: TokenService) -> Json:
    schema: Json = {"type": "object", "properties": {name: {"type": "string"} for name in one.fields}}
    if one.files:
        file = {"type": "string", "contentMediaType": "application/octet-stream"}
        schema["patternProperties"] = {r"^multimedia\..+": file}
    return {kind: {"schema": schema} for kind in _FORMS}


def _responses() -> Json:
    error = {"application/json": {"schema": {"$ref": "#/components/schemas/Erreur"}}}
    refused: dict[str, list[str]] = {}
    for name in sorted({*OF_WRITING, *_ALSO}):
        refused.setdefault(str(STATUS[name]), []).append(name)
    answered: Json = {"description": "Réponse.", "content": {"application/json": {"schema": {}}}}
    return {"200": answered} | {
        status: {"description": ", ".join(names), "content": error}
        for status, names in sorted(refused.items())
    }
