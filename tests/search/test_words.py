"""Words of eleven languages are found as people write them, and not otherwise."""

import pytest
import tantivy
from hypothesis import given, strategies as st

from sitra.search.rules import asking, wording, words
from sitra.search.rules.conditions import Everything, Words
from sitra.search.rules.schema import Beside, analyzers, entry, schema


def index(name: dict[str, str]) -> tantivy.Index:
    built = tantivy.Index(schema())
    for cutter, analyzer in analyzers().items():
        built.register_tokenizer(cutter, analyzer)
    writer = built.writer(15_000_000, 1)
    owner = {"membreProprietaire": {"id": 1}}
    record = {"id": 1, "type": "HOTELLERIE", "state": "PUBLISHED", "gestion": owner, "nom": name}
    writer.add_document(entry(record, Beside())[0])
    writer.commit()
    built.reload()
    return built


def finds(name: dict[str, str], text: str, language: str = "", *, forgiving: bool = False) -> bool:
    query = wording.query(Words(text, asking.NAME, language, forgiving=forgiving))
    return bool(index(name).searcher().search(query, 1).hits)


@pytest.mark.parametrize(
    ("suffix", "said", "asked", "found"),
    [
        ("Fr", "L'Hôtel de l'Œuvre d'Aubenas", "hotels oeuvre aubenas", True),
        ("Fr", "Les châteaux de la Loire", "château loire", True),
        ("Fr", "Le château", "l'chateau de le", True),
        ("Fr", "Pont d’Arc", "arc", True),
        ("Fr", "Die", "die", True),
        ("Fr", "Jardin", "jardinier", False),
        ("En", "St John's churches", "church john", True),
        ("En", "Hiking trails", "hike trail", True),
        ("De", "Die schönsten Schlösser", "schloss", True),
        ("De", "Große Straße", "strasse", True),
        ("Es", "Los niños del castillo", "nino castillos", True),
        ("It", "Museo dell'arte", "l'arte musei", True),
        ("Nl", "Mooie wandelingen", "wandeling", True),
        ("PtBR", "Trilhas e praças", "praca trilha", True),
        ("Ru", "Музеи и ёлки", "музей елка", True),
        ("Zh", "安纳西古城", "古城", True),
        ("Zh", "安纳西古城", "城古", False),
        ("Ja", "アヌシー湖の美術館", "美術館", True),
        ("Ja", "ｱﾇｼｰ湖", "アヌシー", True),
        ("Ko", "안시 박물관은", "박물관", True),
        ("Ko", "박물관", "물", True),
        ("Fr", "Château", "chat", True),
        ("Fr", "Château fort", "chat fort", False),
        ("Fr", "Château", "ch", False),
    ],
)
def test_as_written(suffix: str, said: str, asked: str, *, found: bool) -> None:
    assert finds({f"libelle{suffix}": said}, asked) is found


@pytest.mark.parametrize(
    ("said", "asked", "found"),
    [
        ("Tilleuls", "tileuls", True),
        ("Tilleuls", "tilluels", True),
        ("Tilleuls", "tilels", False),
        ("Lacs", "licz", False),
        ("замок", "зомок", True),
    ],
)
def test_mistakes(said: str, asked: str, *, found: bool) -> None:
    assert not finds({"libelleFr": said}, asked)
    assert finds({"libelleFr": said}, asked, forgiving=True) is found


def test_a_language_searches_its_texts_only() -> None:
    name = {"libelleFr": "Château", "libelleEn": "Castle gardens"}
    assert finds(name, "castles", "en")
    assert finds(name, "gard", "en")
    assert not finds(name, "castle", "fr")
    assert not finds(name, "castle", "es", forgiving=True)
    assert finds(name, "casttle", "en", forgiving=True)


def test_what_holds_no_word_finds_nothing_and_blank_asks_nothing() -> None:
    assert not finds({"libelleFr": "Lac"}, "???")
    assert asking.words("  ", asking.NAME, Everything()) == Everything()


@given(st.text(max_size=80), st.sampled_from(["", *words.STEMMED, "zh"]))
def test_any_text_can_be_asked(text: str, language: str) -> None:
    built = index({"libelleFr": "Lac"})
    for forgiving in (False, True):
        query = wording.query(Words(text, asking.EVERYWHERE, language, forgiving=forgiving))
        assert not built.searcher().search(query, 1).hits or text.strip()
    assert all(" " not in part for part in words.surface(text))
