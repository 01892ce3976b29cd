"""Parameters of addresses are read as Django reads them."""

from urllib.parse import quote, quote_plus

from django.http import QueryDict
from hypothesis import example, given, strategies as st

from sitra.kit import addresses

SIGNS = '%%%2cC3A9aF08=&+;,":[]{} é\U0001f5fb\x00\ud800'
written = st.text(st.sampled_from(SIGNS), max_size=30)
meant = st.dictionaries(st.text("aé &=%+,:{", max_size=5), st.text('é€%+&={}[]",: 2C', max_size=20))


@given(written)
@example("query=%7B%22a%22%3A%5B1%2C2%5D%7D&callback=f")
@example("a=%%2C2&a=%252C&b=%C3%2C&c=%e9&=x&d&%22=%41%2")
def test_whatever_is_sent_is_read_as_django_reads_it(query: str) -> None:
    raw = query.encode("utf-8", "replace").decode("latin-1")
    read = addresses.parameters(raw)
    assert (read is None) == (not raw.isascii())
    if read is not None:
        assert read == QueryDict(raw.encode("latin-1")).dict()


@given(meant)
def test_what_is_meant_is_understood(asked: dict[str, str]) -> None:
    for encode in (quote, quote_plus):
        query = "&".join(f"{encode(name)}={encode(value)}" for name, value in asked.items())
        assert addresses.parameters(query) == asked


def test_many_parameters_are_left_to_who_bounds_them() -> None:
    assert addresses.parameters("&".join(["a=1"] * 50)) == {"a": "1"}
    assert addresses.parameters("&".join(["a=1"] * 51)) is None
