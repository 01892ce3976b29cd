"""Licences that credits name are recognised; what is doubtful leads nowhere."""

import pytest

from sitra.media.rules.licences import pieces

CC = "https://creativecommons.org/licenses"


@pytest.mark.parametrize(
    ("credit", "linked"),
    [
        ("© Office d'Aubenas – CC BY-SA 4.0", {"CC BY-SA 4.0": f"{CC}/by-sa/4.0/"}),
        ("Photo X, cc-by 3.0", {"cc-by 3.0": f"{CC}/by/3.0/"}),
        ("CC BY NC ND 4.0", {"CC BY NC ND 4.0": f"{CC}/by-nc-nd/4.0/"}),
        ("Creative Commons BY 2.0", {"Creative Commons BY 2.0": f"{CC}/by/2.0/"}),
        ("CC0", {"CC0": "https://creativecommons.org/publicdomain/zero/1.0/"}),
        (
            "Département – Licence Ouverte 2.0",
            {"Licence Ouverte 2.0": "https://www.etalab.gouv.fr/licence-ouverte-open-licence/"},
        ),
        ("CC BY-SA", {}),
        ("ACCORD BY 4.0", {}),
        ("Tous droits réservés", {}),
        ("", {}),
    ],
)
def test_a_credit_and_its_licence(credit: str, linked: dict[str, str]) -> None:
    found = pieces(credit)
    assert "".join(one.text for one in found) == credit
    assert {one.text: one.address for one in found if one.address} == linked
