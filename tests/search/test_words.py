"""Words of eleven languages are found as people write them, and not otherwise."""

import re
import unicodedata

import pytest
import tantivy
from hypothesis import given, settings, strategies as st

from sitra.kit.texts import LANGUAGES
from sitra.search.rules import asking, wording, words
from sitra.search.rules.conditions import Everything, Words
from sitra.search.rules.schema import Beside, analyzers, document, entry, schema


def index(name: dict[str, str]) -> tantivy.Index:
    built = tantivy.Index(schema())
    for cutter, analyzer in analyzers().items():
        built.register_tokenizer(cutter, analyzer)
    writer = built.writer(15_000_000, 1)
    owner = {"membreProprietaire": {"id": 1}}
    record = {"id": 1, "type": "HOTELLERIE", "state": "PUBLISHED", "gestion": owner, "nom": name}
    writer.add_document(document(1, entry(record, Beside())[0]))
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


PIECES = (
    "l", "d'", "'", "’", "ʼ", "s", "S", "L'", "qu", "jusqu", "dell'", "Hôtel", "hotels", "ё", "Ё", "山",
    "安纳西", "카", "ー", "々", " ", "\u3000", "\xa0", ".", ",", "-", "_", "é", "e\u0301", "ſ", "ﬁ", "İ",
    "ΟΔΟΣ", "9", "½", "²", "Ⓐ", "ﾊﾟ", "हि", "\u0301", "x" * 61, "aa" * 16, "the", "les", "\0", "\n", "\x1f",
    "\x85", "ꙮ",
)  # fmt: skip
"""What texts are made of when something is to go wrong."""

ELIDED = (
    r"l|d|s|n|j|m|t|c|qu|jusqu|lorsqu|puisqu|quoiqu|presqu|entr|"
    r"un|dell|all|nell|dall|sull|gl|quest|quell|sant|bell"
)


def texts() -> st.SearchStrategy[str]:
    return st.one_of(st.text(max_size=40), st.lists(st.sampled_from(PIECES), max_size=9).map("".join))


def plainly(text: str) -> str:
    """Write a text as `words.plain` must, letter by letter."""
    written = unicodedata.normalize("NFKC", text).translate(str.maketrans("ёЁ", "еЕ"))
    written = re.sub(rf"(?<!\w)(?:{ELIDED})['’ʼ](?=\w)", " ", written, flags=re.IGNORECASE)
    return re.sub(r"(?<=\w)['’ʼ]s(?!\w)", "", written, flags=re.IGNORECASE)


@settings(max_examples=400, deadline=None)
@given(texts(), st.sampled_from(LANGUAGES))
def test_what_is_remembered_of_chunks_changes_nothing(text: str, language: str) -> None:
    assert words.plain(text) == plainly(text)
    whole = " ".join(words.surface(text)), " ".join(words.stems(text, language))
    assert words.lines(text, language) == whole
    assert words.lines(f"{text}, {text}", language) == words.lines(f"{text} {text}", language)


def test_more_chunks_than_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(words, "_MOST_CHUNKS", 3)
    for text in ("un deux trois", "deux quatre cinq six", "les trois lacs"):
        assert words.lines(text, "fr")[0] == text


@settings(max_examples=200, deadline=None)
@given(texts(), texts(), st.sampled_from(LANGUAGES))
def test_texts_that_were_learnt_together_are_cut_as_each_alone(one: str, other: str, language: str) -> None:
    words._remembering.cache_clear()
    words.learn([(one, language), (other, language), (one, "fr")])
    for text in (one, other):
        assert words.lines(text, language) == (
            " ".join(words.surface(text)),
            " ".join(words.stems(text, language)),
        )


def test_what_was_learnt_is_not_cut_again(monkeypatch: pytest.MonkeyPatch) -> None:
    words._remembering.cache_clear()
    said = [("Les lacs, l'été", "fr"), ("The lakes", "en")]
    before = [words.lines(*one) for one in said]
    words._remembering.cache_clear()
    words.learn(said)
    monkeypatch.setattr(words, "_each", None)
    assert [words.lines(*one) for one in said] == before
