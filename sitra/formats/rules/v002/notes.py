"""Metadata of partners on the wire: every form in which it is written, and how it is read (section 9)."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from sitra.formats.rules.v002.jsons import bad, listed, number, parsed, shaped
from sitra.tourism.events import Target
from sitra.tourism.rules.layers import Note

Json = dict[str, Any]
MOST_RECORDS, LONGEST = 100, 100_000
LISTS = {"membres": Target.MEMBER, "projets": Target.PROJECT}
_ONE = re.compile(r"(membres\.membre|projets\.projet)_(\d{1,18})")
_OF_TARGET = ("jsonData", "general", "membre", "projet")


@dataclass(frozen=True, slots=True)
class Act:
    """One line of a bulk write: a record, a node, what is kept, or what is taken away."""

    number: int
    node: str
    notes: tuple[Note, ...] = ()
    target: Target | None = None
    whose: int | None = None


def of_form(node: str, texts: Mapping[str, str]) -> list[Note]:
    """Read the form of a node: `general`, `membres`, `projets`, `membres.membre_1`, `node`."""
    found = list(_of_form(node, texts))
    if not found:
        bad("Rien n'est à garder : donnez « general », « membres », « projets » ou « node ».")
    return found


def _of_form(node: str, texts: Mapping[str, str]) -> Iterator[Note]:
    for name, text in texts.items():
        if one := _ONE.fullmatch(name):
            target = LISTS[one[1].partition(".")[0]]
            yield Note(node, target, number(int(one[2]), name), _content(text, name))
        elif name == "node":
            yield from _of_node(node, parsed(text, name))
        elif name == "general":
            yield Note(node, Target.GENERAL, 0, _content(text, name))
        elif name in LISTS:
            yield from _of_list(node, name, parsed(text, name))
        else:
            bad(f"Le champ « {name[:60]} » n'existe pas dans ce service.")


def of_target(node: str, target: Target, whose: int, texts: Mapping[str, str]) -> Note:
    """Read the form of one target: one field, which holds the JSON."""
    if len(texts) != 1 or next(iter(texts)) not in _OF_TARGET:
        bad("Un seul champ est attendu ici, « jsonData », qui contient le JSON à garder.")
    name, text = next(iter(texts.items()))
    return Note(node, target, whose, _content(text, name))


def of_bulk(text: str) -> list[Act]:
    """Read a write of many records: `query=[{referenceId, node, action, metadata, targetType, targetId}]`."""
    lines = listed(parsed(text, "query"), "query")
    acts = [_act(shaped(one, "query", _LINE)) for one in lines]
    if len({act.number for act in acts}) > MOST_RECORDS:
        bad(f"Une demande porte sur {MOST_RECORDS} objets au plus.")
    return acts


_LINE = frozenset({"referenceId", "node", "action", "metadata", "targetType", "targetId"})


def _act(line: Json) -> Act:
    record, node = number(line.get("referenceId"), "referenceId"), line.get("node")
    if not isinstance(node, str):
        bad("« node » est le nom d'un nœud.")
    if line.get("action") == "ADD":
        kept = tuple(_of_node(node, line.get("metadata")))
        if not kept:
            bad("Rien n'est à garder : « metadata » est vide.")
        return Act(record, node, kept)
    if line.get("action") != "REMOVE":
        bad("« action » est ADD ou REMOVE.")
    target = target_of(line["targetType"]) if line.get("targetType") is not None else None
    whose = number(line["targetId"], "targetId") if line.get("targetId") is not None else None
    demand_target(target, whose)
    return Act(record, node, (), target, whose)


def target_of(word: Any) -> Target:
    """Read the word of a target: general, membre, projet."""
    found = next((one for one in Target if one.value == word), None)
    if found is None:
        bad(f"« {str(word)[:20]} » n'est pas une cible : general, membre ou projet.")
    return found


def demand_target(target: Target | None, whose: int | None) -> None:
    """Refuse a number without the kind of its target, or one for all."""
    if whose is not None and target in {None, Target.GENERAL}:
        bad("Un numéro de cible demande « membre » ou « projet ».")


def _of_node(node: str, held: Any) -> Iterator[Note]:
    held = shaped(held, "node", frozenset({"general", *LISTS}))
    if held.get("general") is not None:
        yield Note(node, Target.GENERAL, 0, _content(held["general"], "general"))
    for name in LISTS:
        if held.get(name) is not None:
            yield from _of_list(node, name, held[name])


def _of_list(node: str, name: str, held: Any) -> Iterator[Note]:
    for one in listed(held, name):
        line = shaped(one, name, frozenset({"targetId", "jsonData"}))
        whose = number(line.get("targetId"), "targetId")
        yield Note(node, LISTS[name], whose, _content(line.get("jsonData"), "jsonData"))


def _content(held: Any, name: str) -> Any:
    """Read what is kept: JSON, as text or as it is."""
    if isinstance(held, str):
        if len(held) > LONGEST:
            bad(f"« {name} » a {LONGEST} signes au plus.")
        return parsed(held, name)
    if held is None or len(orjson.dumps(held)) > LONGEST:
        bad(f"« {name} » contient du JSON, de {LONGEST} signes au plus.")
    return held


def written(notes: Iterable[Note]) -> Json:
    """Write a node as it may be written back: the JSON of each target as text."""
    answer: Json = {}
    names = {target: name for name, target in LISTS.items()}
    for one in notes:
        text = orjson.dumps(one.content).decode()
        if one.target is Target.GENERAL:
            answer["general"] = text
        else:
            line = {"targetId": one.number, "jsonData": text}
            answer.setdefault(names[one.target], []).append(line)
    return answer


def of(notes: Sequence[Note], target: Target | None, whose: int | None) -> list[Note]:
    """Keep the notes of a target, or all of them."""
    kept = [one for one in notes if target is None or one.target is target]
    return [one for one in kept if whose is None or one.number == whose]
