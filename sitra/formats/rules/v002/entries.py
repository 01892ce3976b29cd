"""A call of `ecriture/` (section 6.2): what is asked, and the document that comes of it."""

from collections.abc import Mapping, Sequence
from copy import deepcopy
from typing import Any

from sitra.catalog.rules.kinds import Kind
from sitra.catalog.rules.tree import tree
from sitra.catalog.rules.types import Aspect
from sitra.formats.rules.v002 import enclosures
from sitra.formats.rules.v002.asked import ROOT, Asked, Block, Entry
from sitra.formats.rules.v002.errors import ErrorType, Refused
from sitra.formats.rules.v002.jsons import bad, number, parsed

_MOST_FIELDS = 500
_KNOWN = frozenset(
    {"mode", "id", "type", "skipValidation", "onValidationFail", "proprietaireId", "tokenSSO", "fields"}
)
_PLACES = frozenset({ROOT, *(f"aspect.{aspect.value}.root" for aspect in Aspect)})
_LISTS = ("fieldList", "removeAspectFields")
_NUMBER, _FRESH = "identifiant", "identifiantTemporaire"


def read(texts: Mapping[str, str]) -> Asked:
    """Read the form; each refusal names the field."""
    for name in texts:
        if name not in _KNOWN and not _is_of_a_block(name):
            bad(f"Le champ « {name[:60]} » n'existe pas dans ce service.")
    mode = _one_of(texts, "mode", tuple(Entry)) or bad("Le champ « mode » manque : CREATION, MODIFICATION…")
    known = _one_of(texts, "type", tuple(kind.value for kind in Kind))
    record = number(texts["id"], "id") if texts.get("id") else None
    if mode != Entry.CREATE and record is None:
        bad("Le champ « id » manque : donnez le numéro de la fiche.")
    blocks = _blocks(texts) if mode in {Entry.CREATE, Entry.MODIFY} else ()
    if mode == Entry.CREATE and not known:
        known = next((str(one.values.get("type", "")) for one in blocks if not one.aspect), "")
        if known not in set(Kind):
            bad("Le champ « type » manque : une création dit de quel type est la fiche.")
    return Asked(
        mode=Entry(mode),
        number=record,
        kind=Kind(known) if known else None,
        skips_validation=_one_of(texts, "skipValidation", ("true", "false")) == "true",
        cancels_on_fault=_one_of(texts, "onValidationFail", ("ASK", "CANCEL")) == "CANCEL",
        owner=number(texts["proprietaireId"], "proprietaireId") if texts.get("proprietaireId") else None,
        blocks=blocks,
    )


def written(document: Mapping[str, Any], asked: Asked, kind: Kind) -> dict[str, Any]:
    """Write what was sent into a document: a path that is listed and not sent is erased, others stay."""
    result = deepcopy(dict(document))
    for block in asked.blocks:
        _demand_known(block, kind)
        if block.aspect:
            _write_aspect(result, block)
        else:
            values = enclosures.settled(block, result)
            for path in block.paths:
                _take(result, values, path.split("."))
    _renumber(result)
    return result


def _blocks(texts: Mapping[str, str]) -> tuple[Block, ...]:
    sent = parsed(texts.get("fields") or "[]", "fields")
    if not isinstance(sent, list) or not sent or not all(isinstance(name, str) for name in sent):
        bad('« fields » attend la liste des blocs envoyés : ["root"].')
    if unknown := next((name for name in sent if name not in _PLACES), None):
        bad(f"Le bloc « {unknown[:60]} » n'existe pas : root, ou aspect.<ASPECT>.root.")
    return tuple(_block(texts, name) for name in dict.fromkeys(sent))


def _block(texts: Mapping[str, str], name: str) -> Block:
    values = parsed(texts.get(name) or "{}", name)
    if not isinstance(values, dict):
        bad(f"« {name} » attend un objet JSON.")
    paths, ended = (_paths(texts, f"{name}.{suffix}") for suffix in _LISTS)
    aspect = name.split(".")[1] if name != ROOT else ""
    return Block(aspect, values, paths, ended)


def _paths(texts: Mapping[str, str], name: str) -> tuple[str, ...]:
    sent = parsed(texts.get(name) or "[]", name)
    if not isinstance(sent, list) or not all(isinstance(path, str) and path for path in sent):
        bad(f'« {name} » attend une liste de chemins : ["nom", "presentation.descriptifCourt"].')
    if len(sent) > _MOST_FIELDS:
        bad(f"« {name} » a {_MOST_FIELDS} chemins au plus.")
    return tuple(dict.fromkeys(sent))


def _is_of_a_block(name: str) -> bool:
    place, _, suffix = name.rpartition(".")
    return name in _PLACES or (place in _PLACES and suffix in _LISTS)


def _one_of(texts: Mapping[str, str], name: str, words: Sequence[str]) -> str:
    """Read a word; nothing where it is not given."""
    word = texts.get(name, "").strip()
    if word and word not in set(words):
        bad(f"« {name} » vaut {', '.join(map(str, words))} ; pas « {word[:40]} ».")
    return word


def _demand_known(block: Block, kind: Kind) -> None:
    """Refuse a path that no record of this kind has, in the words that clients look for."""
    root = tree(kind)
    names = (name for name in block.values if name != "type" and name not in root.children)
    unknown = next((path for path in block.paths if root.at(path) is None), None) or next(names, None)
    if unknown:
        message = (
            f"Erreur lors du traitement des données pour le paramètre '{block.name}'. Cause: Unrecognized "
            f'field "{unknown[:150]}" : ce champ n\'existe pas pour le type {kind.value}.'
        )
        raise Refused(ErrorType.ECRITURE_INVALID_JSON_DATA, message)


def _take(result: dict[str, Any], values: Mapping[str, Any], steps: Sequence[str]) -> None:
    """Take the value of one path: what was not sent is erased; a block that is left empty goes."""
    key, *below = steps
    sent = values.get(key)
    if below:
        held = result.get(key)
        block = held if isinstance(held, dict) else {}
        _take(block, sent if isinstance(sent, Mapping) else {}, below)
        sent = block or None
    if sent is None:
        result.pop(key, None)
    else:
        result[key] = sent


def _write_aspect(result: dict[str, Any], block: Block) -> None:
    """Write what an aspect says otherwise, and which paths it overrides."""
    held = [dict(one) for one in result.get("aspects", []) if isinstance(one, Mapping)]
    here = next((one for one in held if one.get("aspect") == block.aspect), None)
    if here is None:
        here = {"aspect": block.aspect}
        held.append(here)
    overridden = [path for path in here.get("champsAspect", []) if path not in block.ended]
    for path in block.ended:
        _take(here, {}, path.split("."))
    values = enclosures.settled(block, here)
    for path in block.paths:
        _take(here, values, path.split("."))
    here["champsAspect"] = list(dict.fromkeys([*overridden, *block.paths]))
    result["aspects"] = [one for one in held if one["champsAspect"]]
    if not result["aspects"]:
        del result["aspects"]


def _renumber(held: Any) -> None:
    """Give new children of a list a number of their own, in place of the one they came with."""
    if isinstance(held, Mapping):
        for value in held.values():
            _renumber(value)
    elif isinstance(held, list):
        children = [one for one in held if isinstance(one, Mapping)]
        numbers = [one[_NUMBER] for one in children if isinstance(one.get(_NUMBER), int)]
        following = max(numbers, default=0) + 1
        for one in held:
            if isinstance(one, dict) and _FRESH in one and _NUMBER not in one:
                del one[_FRESH]
                one[_NUMBER], following = following, following + 1
            _renumber(one)
