"""A label in the language asked, else French, else English, else any; and it is said which."""

from hypothesis import given, strategies as st

from sitra.kit.texts import LANGUAGES, SUFFIXES
from sitra.vocabulary.rules.book import TermLine

codes = st.sampled_from(LANGUAGES)
labels = st.dictionaries(codes, st.text(max_size=6))


@given(labels, codes)
def test_the_language_of_a_label_is_said(written: dict[str, str], asked: str) -> None:
    term = TermLine(1, "Pays", 1, {f"libelle{SUFFIXES[code]}": words for code, words in written.items()})
    there = [code for code in LANGUAGES if written.get(code, "").strip()]
    words, language = term.said(asked)
    if not there:
        assert (words, language) == ("", "")
        return
    assert language == next((code for code in (asked, "fr", "en") if code in there), there[0])
    assert words == written[language].strip()
    assert term.label(asked) == words


def test_an_unknown_language_still_gives_words() -> None:
    assert TermLine(1, "Pays", 1, {"libelleOc": "França"}).said("fr") == ("França", "")
    assert TermLine(1, "Pays", 1, {"libelleFr": "France"}).said("xx") == ("France", "fr")
