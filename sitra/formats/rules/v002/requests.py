"""What was asked of a service, read by its line in the table of services."""

from collections.abc import Callable, Mapping
from typing import Any, NoReturn

import orjson

from sitra.formats.rules.v002.errors import ErrorType, Refused
from sitra.formats.rules.v002.question import Misread, Property
from sitra.formats.rules.v002.services import KEY, Service

_LISTS = frozenset({"responseFields", "locales"})


def written_query(given: Callable[[str], str]) -> str:
    """Give the text of `query`; key and project may also stand beside it, as plain parameters."""
    written = given("query")
    beside = {one.name: text for one in KEY if (text := given(one.name))}
    if not beside:
        return written
    asked = _parsed(written)
    return orjson.dumps({**beside, **asked}).decode()


def read(service: Service, given: Callable[[str], str]) -> dict[str, Any]:
    """Read a request: `given` answers the text of a parameter of the form or the address, or an empty one.

    Numbers and booleans written as text are accepted; nulls, empty texts and empty lists are ignored. A
    refusal says which property, what was expected and what came.
    """
    written = written_query(given)
    if not (written.strip() or service.plain):
        _refuse("Le paramètre « query » manque : donnez un objet JSON avec « apiKey » et « projetId ».")
    asked = (_plain(service, given) if service.plain else {}) | dict(_parsed(written))
    understood = {name: value for name, value in asked.items() if value not in (None, "", [])}
    known = {one.name: one for one in service.asks}
    for name in understood:
        if name not in known:
            _refuse(f"La propriété « {name} » n'existe pas dans le service « {service.path} ».")
    defaults = {name: one.default for name, one in known.items() if one.default is not None}
    return defaults | {name: _value(known[name], value) for name, value in understood.items()}


def _plain(service: Service, given: Callable[[str], str]) -> dict[str, Any]:
    named = {one.name: given(one.name) for one in service.asks}
    return {name: _listed(text) if name in _LISTS else text for name, text in named.items() if text}


def _listed(written: str) -> list[Any]:
    """Read a list written with commas or as a JSON array."""
    if written.lstrip().startswith("["):
        try:
            listed: list[Any] = orjson.loads(written)
        except orjson.JSONDecodeError as error:
            _not_json(error)
        return listed
    return [part for one in written.split(",") if (part := one.strip())]


def _parsed(written: str) -> Mapping[str, Any]:
    """Read the JSON of `query`; none at all is an empty question, which lacks its key."""
    try:
        asked = orjson.loads(written) if written.strip() else {}
    except orjson.JSONDecodeError as error:
        _not_json(error)
    if asked is None:
        return {}
    if not isinstance(asked, Mapping):
        _refuse("« query » doit être un objet JSON.")
    return asked


def _not_json(error: orjson.JSONDecodeError) -> NoReturn:
    message = f"« query » n'est pas du JSON correct : l'erreur est au caractère {error.pos + 1}."
    raise Refused(ErrorType.RECHERCHE_INVALID_JSON_DATA, message) from error


def _value(one: Property, value: Any) -> Any:
    try:
        return one.read(value)
    except Misread as error:
        came = orjson.dumps(value).decode()[:60]
        _refuse(f"« {one.name} » attend {error}, pas {came}.")


def _refuse(message: str) -> NoReturn:
    raise Refused(ErrorType.RECHERCHE_BAD_REQUEST, message)
