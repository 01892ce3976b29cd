"""The description of the API in OpenAPI 3.1: written by ninja from the types, and completed here."""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, Final

import orjson
from django.conf import settings
from django.utils.translation import gettext, gettext_noop as _, override
from ninja import NinjaAPI

from sitra.doors.api import answers, problems
from sitra.formats.rules.v1 import geojson, schema_org
from sitra.kit.problems import MEDIA_TYPE

PREFIX = "/api/v1/"
type Json = dict[str, Any]

_WITH_FORMS: Final = frozenset({"list-records", "read-record", "list-territories"})
_OTHER_FORMS: Final = (geojson.MEDIA_TYPE, schema_org.MEDIA_TYPE)
_TITLE = _("Sitra, API")
_DESCRIPTION = _(
    "Lecture des fiches, de leurs ouvertures, du vocabulaire, des communes et des territoires. Ce qui est "
    "ouvert se lit sans clé ; un projet envoie la sienne dans l’en-tête « Authorization: Bearer … ». Toute "
    "liste se parcourt par « next »."
)
_HEADERS: Mapping[str, str] = {
    "RateLimit-Limit": _("Appels par minute que le projet peut faire."),
    "RateLimit-Remaining": _("Appels qu’il lui reste à cet instant."),
    "RateLimit-Reset": _(
        "Secondes jusqu’à ce que tous lui soient rendus ou, s’il n’en reste pas, le prochain."
    ),
}
_LINK = _("L’adresse de la page suivante, s’il y en a une (rel=next).")
_ANSWER, _UNCHANGED = _("Réponse."), _("Rien n’a changé depuis l’ETag envoyé.")


@cache
def document(api: NinjaAPI, language: str) -> bytes:
    """Write the description in a language."""
    with override(language):
        return orjson.dumps(_translated(_completed(api)), option=orjson.OPT_INDENT_2)


def parameters(api: NinjaAPI) -> dict[str, frozenset[str]]:
    """Give the names of the parameters of each operation."""
    return {
        said["operationId"]: frozenset(one["name"] for one in said["parameters"] if one["in"] == "query")
        for _, said in _operations(_schema(api))
    }


def _schema(api: NinjaAPI) -> Json:
    written: Json = orjson.loads(orjson.dumps(api.get_openapi_schema(path_prefix=PREFIX), option=_LOOSE))
    return written


_LOOSE = orjson.OPT_NON_STR_KEYS
"""Statuses are numbers until they are written."""


def _operations(written: Json) -> Iterator[tuple[str, Json]]:
    for path, methods in written["paths"].items():
        for said in methods.values():
            yield path, said


def _completed(api: NinjaAPI) -> Json:
    written = _schema(api)
    written["info"] |= {
        "title": _TITLE,
        "description": _DESCRIPTION,
        "license": {"name": "AGPL-3.0-or-later", "identifier": "AGPL-3.0-or-later"},
        **({"contact": {"name": "Sitra", "url": settings.SOURCE_URL}} if settings.SOURCE_URL else {}),
    }
    written["servers"] = [{"url": "/"}]
    key = {"type": "http", "scheme": "bearer", "description": _("La clé d’un projet.")}
    written["components"]["securitySchemes"] = {"key": key}
    written["security"] = [{}, {"key": []}]
    written["components"]["schemas"]["Problem"] = _problem(written)
    for _path, said in _operations(written):
        _complete(said)
    return _without_unused(written)


def _problem(written: Json) -> Json:
    schema = answers.Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    written["components"]["schemas"] |= schema.pop("$defs")
    return schema


def _complete(said: Json) -> None:
    """Add to an operation what its types do not say: other forms, headers, refusals."""
    said.pop("description", None)
    for one in said["parameters"]:
        if one["schema"].get("type") == "array":
            one |= {"style": "form", "explode": False}
        one["schema"] = _plain(one["schema"])
    answer = next(said["responses"][status] for status in ("200", "202") if status in said["responses"])
    answer["description"] = _ANSWER
    answer["headers"] = {name: _header(words, "integer") for name, words in _HEADERS.items()}
    if said["operationId"].startswith("list-"):
        answer["headers"]["Link"] = _header(_LINK, "string")
    if said["operationId"] in _WITH_FORMS:
        answer["content"] |= {form: {"schema": {"type": "object"}} for form in _OTHER_FORMS}
    if "200" in said["responses"]:
        said["responses"]["304"] = {"description": _UNCHANGED}
    for problem in problems.EVERY:
        refusal = said["responses"].setdefault(str(problem.status), _refusal())
        titles = filter(None, (refusal["description"], str(problem.title)))
        refusal["description"] = " ; ".join(titles)


def _plain(schema: Json) -> Json:
    """Write what a parameter may be, without what an address cannot say: that it is nothing."""
    kept = {name: value for name, value in schema.items() if name not in _TOLD_BESIDE}
    if schema.get("default") in ("", None):
        kept.pop("default", None)
    choices = [one for one in kept.pop("anyOf", ()) if one != {"type": "null"}]
    return {**(choices[0] if choices else {}), **kept}


_TOLD_BESIDE = frozenset({"title", "description"})


def _without_unused(written: Json) -> Json:
    """Leave out the types that nothing refers to: ninja notes those of parameters too."""
    schemas = written["components"]["schemas"]
    waiting, kept = [written["paths"], schemas["Problem"]], {"Problem"}
    while waiting:
        names = set(_REFERENCE.findall(orjson.dumps(waiting.pop()).decode())) - kept
        kept |= names
        waiting += [schemas[name] for name in names]
    written["components"]["schemas"] = {name: one for name, one in schemas.items() if name in kept}
    return written


_REFERENCE = re.compile(r"#/components/schemas/(\w+)")


def _header(words: str, kind: str) -> Json:
    return {"description": words, "schema": {"type": kind}}


def _refusal() -> Json:
    content = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {"description": "", "content": content}


def _translated(held: Any) -> Any:
    """Say every description and summary in the language that is active."""
    if isinstance(held, list):
        return [_translated(one) for one in held]
    if not isinstance(held, dict):
        return held
    return {
        name: gettext(value) if name in _SAID and isinstance(value, str) and value else _translated(value)
        for name, value in held.items()
    }


_SAID = frozenset({"summary", "description"})
