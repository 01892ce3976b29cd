"""Registries outside in which a thing has one name: how that name is written, and where it leads."""

import re
from dataclasses import dataclass

from sitra.catalog.rules.validation.values import is_siret


@dataclass(frozen=True, slots=True)
class Registry:
    """A registry: `url` is where a name leads (`{}` stands for it), `form` how one is written."""

    code: str
    name: str
    licence: str
    url: str
    form: str
    example: str


REGISTRIES = {
    one.code: one
    for one in (
        Registry(
            "siret",
            "SIRET (base Sirene)",
            "Licence Ouverte",
            "https://annuaire-entreprises.data.gouv.fr/etablissement/{}",
            r"\d{14}",
            "73282932000074",
        ),
        Registry("wikidata", "Wikidata", "CC0", "https://www.wikidata.org/wiki/{}", r"Q[1-9]\d*", "Q19675"),
        Registry(
            "osm",
            "OpenStreetMap",
            "ODbL",
            "https://www.openstreetmap.org/{}",
            r"(?:node|way|relation)/[1-9]\d*",
            "way/5013364",
        ),
        Registry(
            "merimee",
            "Mérimée (monuments historiques)",
            "Licence Ouverte",
            "https://pop.culture.gouv.fr/notice/merimee/{}",
            r"[EIP]A[0-9A-Z]{8,9}",
            "PA00116010",
        ),
        *(
            Registry(code, name, "Numéro de label", "", r"[0-9A-Za-z][0-9A-Za-z/._-]{1,39}", "26-1234")
            for code, name in (
                ("accueil-velo", "Accueil Vélo"),
                ("clef-verte", "Clef Verte"),
                ("clevacances", "Clévacances"),
                ("gites-de-france", "Gîtes de France"),
                ("qualite-tourisme", "Qualité Tourisme"),
            )
        ),
    )
}
"""Code of a registry -> what is known of it."""


def written(registry: Registry, value: str) -> str | None:
    """Give a name as its registry writes it, or nothing when it is not one of its names."""
    plain = re.sub(r"\s", "", value)
    if registry.code == "siret":
        return plain if is_siret(plain) else None
    return plain if re.fullmatch(registry.form, plain) else None
