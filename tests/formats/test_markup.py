"""The XML of an export says what its JSON says, in the names of the official schemas."""

from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

import orjson
import pytest
from defusedxml import ElementTree
from hypothesis import given, strategies as st

from sitra.catalog.rules.forms import export_form
from sitra.catalog.rules.kinds import Kind
from sitra.formats.rules.v002 import archive, markup
from sitra.formats.rules.v002.archive import Markup
from tests.catalog.making import document
from tests.catalog.test_forms import NEWER, head
from tests.wire import in_xml, official

SCHEMAS = "wire/schemas/v002"
EACH = 30

TEXTS = st.text(st.characters(codec="utf-8"), max_size=30)
JSON = st.recursive(
    st.one_of(TEXTS, st.integers(-(2**53), 2**53), st.booleans(), st.floats(allow_nan=False, width=32)),
    lambda below: st.one_of(st.lists(below, max_size=4), st.dictionaries(TEXTS, below, max_size=4)),
    max_leaves=15,
)
BANNED = "\x00\x01\x08\x0b\x0c\x0e\x1f\ufffe\uffff"


def parsed(content: bytes) -> Element:
    element: Element = ElementTree.fromstring(content.decode())
    return element


def as_xml_says(value: Any) -> Any:
    """Say in JSON what XML says: the text of what is free JSON, nothing of a list that is empty."""
    if isinstance(value, list):
        return [as_xml_says(one) for one in value]
    if not isinstance(value, dict):
        return value
    free = {
        markup.TEXTS[name]: below if isinstance(below, str) else orjson.dumps(below).decode()
        for name, below in value.items()
        if name in markup.TEXTS and markup.TEXTS[name] not in value
    }
    return free | {
        name: as_xml_says(below) for name, below in value.items() if name not in markup.TEXTS and below != []
    }


@pytest.mark.parametrize("kind", Kind)
def test_records_of_every_kind_say_the_same_in_both(shared: Path, kind: Kind) -> None:
    schema = official.validator(shared / SCHEMAS, "export", kind).schema
    quick = official.quick_validator(shared / SCHEMAS, "export", kind)
    for seed in range(EACH):
        made = document(kind, seed, (0.05, 0.3, 1.0)[seed % 3])
        record = {name: block for name, block in export_form(head(kind), made).items() if name not in NEWER}
        written = archive.written(record, Markup.XML)
        again = in_xml.read(parsed(written), schema)
        assert quick.is_valid(again), official.faults(shared / SCHEMAS, "export", again)
        assert again == as_xml_says(orjson.loads(archive.written(record, Markup.JSON)))


def test_one_record_as_it_stands_in_a_file() -> None:
    record = {
        "type": "HOTELLERIE",
        "nom": {"libelleFr": "Chez <Ré> & Cie"},
        "geolocalisation": {"valide": True, "geoJson": {"coordinates": [5.5, 45]}},
        "illustrations": [{"link": False}, {"link": True}],
        "reservation": {},
        "liens": [],
        "commentaire": "",
        "absent": None,
        "contenus": [{"cible": "general", "metadonnee": {"note": [1, "<"]}}],
    }
    assert markup.element("objetTouristique", record).decode() == (
        "<objetTouristique>"
        "<type>HOTELLERIE</type>"
        "<nom><libelleFr>Chez &lt;Ré&gt; &amp; Cie</libelleFr></nom>"
        "<geolocalisation><valide>true</valide>"
        "<geoJson><coordinates>5.5</coordinates><coordinates>45</coordinates></geoJson></geolocalisation>"
        "<illustrations><link>false</link></illustrations><illustrations><link>true</link></illustrations>"
        "<reservation/>"
        "<commentaire/>"
        '<contenus><cible>general</cible><xmlMetadonnee>{"note":[1,"&lt;"]}</xmlMetadonnee></contenus>'
        "</objetTouristique>"
    )


def test_a_list_in_a_list_stands_in_one_element() -> None:
    assert markup.element("ligne", [[1, 2], [3]]) == (
        b"<ligne><ligne>1</ligne><ligne>2</ligne></ligne><ligne><ligne>3</ligne></ligne>"
    )


@given(JSON)
def test_whatever_it_is_given_is_well_formed(value: Any) -> None:
    parsed(b"<racine>" + markup.element("valeur", value) + b"</racine>")


@given(st.text(max_size=200))
def test_texts_come_back_but_for_what_xml_may_not_hold(text: str) -> None:
    kept = "".join(sign for sign in text if not _unfit(sign))
    assert (parsed(markup.element("texte", text)).text or "") == kept


def _unfit(sign: str) -> bool:
    return (sign < " " and sign not in "\t\n\r") or sign in BANNED or "\ud800" <= sign <= "\udfff"


@given(TEXTS, TEXTS)
def test_two_properties_never_have_one_name(one: str, other: str) -> None:
    assert (one == other) == (markup.named(one) == markup.named(other))
    assert parsed(f"<{markup.named(one)}/>".encode()).tag == markup.named(one)
