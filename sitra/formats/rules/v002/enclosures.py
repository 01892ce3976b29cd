"""Files that come with a call of `ecriture/` (section 6.2), and the media to which they belong.

A part `multimedia.<name>` is a file; the address `MULTIMEDIA#<name>` of a medium refers to it.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from sitra.formats.rules.v002.asked import Asked, Block
from sitra.formats.rules.v002.jsons import bad
from sitra.media.events import PICTURES, TAKEN, Form
from sitra.media.rules.addresses import LISTS

PART, _MARK = "multimedia.", "MULTIMEDIA#"
_FILES, _MODE, _NUMBER, _FRESH = (
    "traductionFichiers",
    "modificationMode",
    "identifiant",
    "identifiantTemporaire",
)
_OF_FILES, _OF_METADATA = "MODIFICATION_FICHIERS", "MODIFICATION_METADONNEES"
_EVERY = TAKEN
_TAKEN: Mapping[str, frozenset[Form]] = {
    **dict.fromkeys(
        (
            "IMAGE", "IMAGE_PRINCIPALE", "IMAGE_HIVER", "IMAGE_PRINCIPALE_HIVER", "IMAGE_TOURISME_AFFAIRES",
            "IMAGE_HANDICAP", "LOGO",
        ),
        PICTURES,
    ),
    **dict.fromkeys(("DOCUMENT", "BROCHURE_VIRTUELLE", "PLAN", "BON_PLAN"), _EVERY),
}  # fmt: skip
"""Type of a medium -> the forms of its files; one of another type is a link."""

type Said = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class _Found:
    """A medium of a call that names a file, and where."""

    name: str
    place: str
    forms: frozenset[Form]


def matched(asked: Asked, sent: Collection[str]) -> dict[str, frozenset[Form]]:
    """Give name of a file -> the forms in which it may come; refuses files and references without each other.

    `sent` are the names of the parts that are files, as they stand in the form.
    """
    names = [_name_of_part(part) for part in sent]
    found = [one for block in asked.blocks for one in _references(block)]
    if lost := next((one for one in found if one.name not in names), None):
        bad(
            f"« {lost.place} » renvoie à un fichier qui n'est pas envoyé : "
            f"joignez-le au formulaire sous le nom « {PART}{lost.name[:60]} »."
        )
    forms = {one.name: _EVERY for one in found}
    for one in found:
        forms[one.name] &= one.forms
    if spare := next((name for name in names if name not in forms), None):
        bad(
            f"Le fichier « {PART}{spare[:60]} » ne sert à rien : écrivez « {_MARK}{spare[:60]} » comme url "
            "d'un fichier, dans « illustrations » ou « multimedias » et dans fieldList, ou ne l'envoyez pas."
        )
    return forms


def filled(asked: Asked, said: Said) -> Asked:
    """Write into a call what is said of its files, in place of the references."""
    if not said:
        return asked
    return replace(
        asked, blocks=tuple(replace(one, values=_filled(one.values, said)) for one in asked.blocks)
    )


def settled(block: Block, held: Mapping[str, Any]) -> Mapping[str, Any]:
    """Give the values of a block once each medium says all of itself: what `modificationMode` leaves is kept.

    `held` is what the record, or the aspect, says today.
    """
    taken = [name for name in LISTS if name in block.paths and isinstance(block.values.get(name), list)]
    values = dict(block.values)
    for name in taken:
        before = {
            str(one[_NUMBER]): one
            for one in held.get(name, ())
            if isinstance(one, Mapping) and _NUMBER in one
        }
        values[name] = [
            _settled(one, before, f"{block.name}: {name}[{rank}]") for rank, one in enumerate(values[name])
        ]
    return values


def _name_of_part(part: str) -> str:
    name = part.removeprefix(PART)
    if name == part or not name:
        bad(f"« {part[:60]} » est envoyé comme un fichier : un fichier se nomme « {PART}<nom> ».")
    return name


def _references(block: Block) -> Iterator[_Found]:
    for name in LISTS:
        if name not in block.paths:
            continue
        for rank, item in _blocks_of(block.values, name):
            for row, one in _blocks_of(item, _FILES):
                if referred := _referred(one):
                    place = f"{block.name}: {name}[{rank}].{_FILES}[{row}].url"
                    yield _Found(referred, place, _forms(name, item, place))


def _forms(name: str, item: Mapping[str, Any], place: str) -> frozenset[Form]:
    """Say in which forms a medium takes a file, and refuse one that takes none."""
    if item.get("link") is True:
        bad(f"« {place} » : un média dont « link » est vrai a une adresse, pas de fichier.")
    if item.get(_MODE) == _OF_METADATA:
        bad(
            f"« {place} » : avec {_OF_METADATA}, les fichiers restent ; n'en envoyez pas, "
            f"ou dites {_OF_FILES}."
        )
    kind = item.get("type")
    forms = _TAKEN.get(kind, frozenset()) if isinstance(kind, str) else _EVERY
    if not forms:
        bad(
            f"« {place} » : un média de type {str(kind)[:40]} est un lien ; "
            "donnez son adresse, avec « link » vrai."
        )
    return forms & PICTURES if name == "illustrations" else forms


def _filled(values: Mapping[str, Any], said: Said) -> dict[str, Any]:
    def file(one: Any) -> Any:
        known = said.get(_referred(one))
        return one if known is None else {**{key: one[key] for key in ("locale",) if key in one}, **known}

    def item(one: Any) -> Any:
        files = one.get(_FILES) if isinstance(one, Mapping) else None
        if not isinstance(files, list) or not any(map(_referred, files)):
            return one
        fresh = {} if {_NUMBER, _FRESH} & one.keys() else {_FRESH: 0}
        return {**one, **fresh, "link": False, _FILES: [file(each) for each in files]}

    return {name: _each(held, item) if name in LISTS else held for name, held in values.items()}


def _referred(file: Any) -> str:
    """Give the name of the part to which a file refers, or nothing."""
    address = file.get("url") if isinstance(file, Mapping) else None
    return address.removeprefix(_MARK) if isinstance(address, str) and address.startswith(_MARK) else ""


def _each(held: Any, change: Callable[[Any], Any]) -> Any:
    return [change(one) for one in held] if isinstance(held, list) else held


def _settled(item: Any, before: Mapping[str, Mapping[str, Any]], place: str) -> Any:
    mode = item.get(_MODE) if isinstance(item, Mapping) else None
    if mode not in {_OF_FILES, _OF_METADATA}:
        return item
    known = before.get(str(item.get(_NUMBER)))
    if known is None:
        bad(
            f"« {place} » : {mode} change un média qui est là ; donnez son « {_NUMBER} », "
            f"ou ne mettez pas {_MODE}."
        )
    if mode == _OF_METADATA:
        kept = {name: known[name] for name in ("link", _FILES) if name in known}
        told = {name: value for name, value in item.items() if name not in {_MODE, "link", _FILES}}
        return {**told, **kept}
    if not item.get(_FILES):
        bad(f"« {place} » : {_OF_FILES} n'est suivi d'aucun fichier dans « {_FILES} ».")
    return {**known, _FILES: item[_FILES], "link": item.get("link", False)}


def _blocks_of(held: Mapping[str, Any], name: str) -> Iterator[tuple[int, Mapping[str, Any]]]:
    listed = held.get(name)
    for rank, one in enumerate(listed if isinstance(listed, list) else ()):
        if isinstance(one, Mapping):
            yield rank, one
