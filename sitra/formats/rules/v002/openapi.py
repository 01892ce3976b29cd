"""The description of v002 in OpenAPI 3.1, written from the table of services and that of answers."""

from collections.abc import Callable, Mapping
from typing import Any

from sitra.formats.rules.v002 import answers
from sitra.formats.rules.v002.errors import OF_WRITING, STATUS
from sitra.formats.rules.v002.openapi_tokens import SECURITY, with_tokens
from sitra.formats.rules.v002.question import Misread, Property
from sitra.formats.rules.v002.services import SERVICES, Nested, Service, Word, Words

Json = dict[str, Any]
_FORM = "application/x-www-form-urlencoded"
_ONE_OF = "un mot parmi "
_EXPECTED: Mapping[str, Json] = {
    "un nombre entier": {
        "type": ["integer", "string"],
        "pattern": r"^-?[0-9]{1,15}$",
        "minimum": -(2**53),
        "maximum": 2**53,
    },
    "un texte": {"type": ["string", "integer"]},
    "true ou false": {"enum": [True, False, "true", "false"]},
    "une date AAAA-MM-JJ": {"type": "string", "format": "date"},
}
"""What a reader says it expected -> how a schema says it."""


def document(source_url: str) -> Json:
    """Write the description; `source_url` is where the code that runs can be read."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Sitra, interface v002",
            "version": "v002",
            "description": "Lecture des fiches, du référentiel et du réseau. Toutes les adresses répondent "
            "avec ou sans barre finale, à GET et à POST (formulaire), en JSON ou en JSONP (`callback`). "
            "Écriture et connexion des personnes, avec un jeton.",
            "license": {"name": "AGPL-3.0-or-later", "identifier": "AGPL-3.0-or-later"},
            **({"contact": {"name": "Sitra", "url": source_url}} if source_url else {}),
        },
        "servers": [{"url": "/"}],
        "paths": with_tokens({one.address: _path(one) for one in SERVICES}),
        "components": {
            "securitySchemes": SECURITY,
            "schemas": {**answers.schemas(), **{_asked(one): _query(one) for one in SERVICES}},
            "headers": {
                name: {"schema": {"type": "integer"}, "description": words} for name, words in _PACE.items()
            },
        },
    }


_PACE = {
    "RateLimit-Limit": "Appels par minute que le projet peut faire.",
    "RateLimit-Remaining": "Appels qu'il lui reste à cet instant.",
    "RateLimit-Reset": "Secondes jusqu'à ce que tous lui soient rendus ou, s'il n'en reste pas, le prochain.",
    "Retry-After": "Secondes à attendre avant le prochain appel.",
}


def expected(read: Callable[[Any], Any], value: Any = None) -> str:
    """Ask a reader what it expects, by giving it what it cannot read."""
    try:
        read(object() if value is None else value)
    except Misread as error:
        return str(error)
    return ""


def schema(read: Callable[[Any], Any]) -> Json:
    """Write what a reader reads as a schema, from what it says it expects."""
    if isinstance(read, Words):
        return {"type": "array", "items": {"enum": list(read.words)}}
    if isinstance(read, Word):
        return {"enum": list(read.words)}
    if isinstance(read, Nested):
        return _object({one.name: schema(one.read) for one in read.properties})
    words = expected(read)
    if words == "une liste":
        return {"type": "array", "items": _said(expected(read, [object()]))}
    return _said(words)


def _said(words: str) -> Json:
    if words.startswith(_ONE_OF):
        return {"enum": words.removeprefix(_ONE_OF).split(", ")}
    return dict(_EXPECTED.get(words, {"description": words}))


def _object(properties: Json) -> Json:
    return {"type": "object", "properties": properties, "additionalProperties": False}


def _asked(service: Service) -> str:
    return "Query-" + service.name


def _query(service: Service) -> Json:
    return _object({one.name: _property(one) for one in service.asks}) | {"required": ["apiKey", "projetId"]}


def _property(one: Property) -> Json:
    default = {"default": one.default} if one.default not in (None, "") and one.name != "projetId" else {}
    return schema(one.read) | default


def _path(service: Service) -> Json:
    place = [_place(service)] if service.place else []
    said = {
        "summary": service.summary,
        "tags": [service.path.split("/")[0]],
        "responses": _responses(service),
        **({"description": f"Demande la portée « {service.needs} »."} if service.needs else {}),
    }
    callback = {"name": "callback", "in": "query", "schema": {"type": "string"}, "description": "JSONP."}
    form = {"required": True, "content": {_FORM: _form(service)}}
    asked = _plain(service) if service.plain else [_json(service)]
    return {
        "get": {**said, "operationId": service.name, "parameters": [*place, *asked, callback]},
        "post": {**said, "operationId": f"{service.name}-post", "parameters": place, "requestBody": form},
    }


def _place(service: Service) -> Json:
    assert service.place
    number = {"type": "integer", "minimum": 0, "maximum": 10**18 - 1}
    kind = number if service.place.number else {"type": "string", "minLength": 1}
    return {"name": service.place.name, "in": "path", "required": True, "schema": kind}


def _json(service: Service) -> Json:
    content = {"application/json": {"schema": {"$ref": f"#/components/schemas/{_asked(service)}"}}}
    return {"name": "query", "in": "query", "required": True, "content": content}


def _form(service: Service) -> Json:
    if service.plain:
        named = {one["name"]: one["schema"] for one in _plain(service)}
        return {"schema": _object(named) | {"required": ["apiKey", "projetId"]}}
    asked = {"query": {"$ref": f"#/components/schemas/{_asked(service)}"}}
    encoded = {"query": {"contentType": "application/json"}}
    return {"schema": _object(asked) | {"required": ["query"]}, "encoding": encoded}


def _plain(service: Service) -> list[Json]:
    """Write plain parameters; lists are separated by commas."""
    found = []
    for one in service.asks:
        written = _property(one)
        listed = written.get("type") == "array"
        found.append({
            "name": one.name,
            "in": "query",
            "required": one.name in {"apiKey", "projetId"},
            "schema": {"type": "string"} if listed else written,
            **({"description": "Liste séparée par des virgules."} if listed else {}),
        })  # fmt: skip
    return found


def _responses(service: Service) -> Json:
    found = {"$ref": f"#/components/schemas/{service.says}"}
    headers = {name: {"$ref": f"#/components/headers/{name}"} for name in _PACE if name != "Retry-After"}
    answered = {
        "description": "Réponse.",
        "headers": headers,
        "content": {"application/json": {"schema": found}},
    }
    nothing = {"204": {"description": "Rien ne répond."}} if service.place and service.needs else {}
    error = {"application/json": {"schema": {"$ref": "#/components/schemas/Erreur"}}}
    reading = {one: status for one, status in STATUS.items() if one not in OF_WRITING}
    refused = {
        str(status): {"description": ", ".join(sorted(one for one, its in reading.items() if its == status)),
                      "content": error}
        for status in sorted(set(reading.values()))
    }  # fmt: skip
    retry = {"Retry-After": {"$ref": "#/components/headers/Retry-After"}}
    refused["429"]["headers"] = headers | retry
    return {"200": answered, **nothing, **refused}
