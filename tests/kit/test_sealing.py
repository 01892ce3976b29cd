"""Secrets kept sealed."""

import pytest
from pytest_django import Settings

from sitra.kit import sealing
from sitra.kit.errors import Impossible


def test_what_is_sealed_is_read_back_and_not_seen() -> None:
    sealed = sealing.seal({"key": "très secret"})
    assert "secret" not in sealed
    assert sealed != sealing.seal({"key": "très secret"})
    assert sealing.unseal(sealed) == {"key": "très secret"}
    assert (sealing.seal({}), sealing.unseal("")) == ("", {})


def test_a_former_key_still_opens_and_a_lost_one_is_a_sentence(settings: Settings) -> None:
    sealed = sealing.seal({"key": "x"})
    former, settings.SECRET_KEY = settings.SECRET_KEY, "another"
    with pytest.raises(Impossible, match="la clé de l'installation a changé"):
        sealing.unseal(sealed)
    settings.SECRET_KEY_FALLBACKS = [former]
    assert sealing.unseal(sealed) == {"key": "x"}
