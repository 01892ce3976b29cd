"""Campings for tests: with something to find them by, a season, a place."""

from typing import Any

from tests.cast import AUBENAS, hotel


def camping(
    name: str, lon: float, lat: float, equipment: int, season: tuple[str, str], *, commune: int = AUBENAS
) -> dict[str, Any]:
    """Write the document of a camping; `season` is its first and last day, month and day, each year."""
    document = hotel(name, commune=commune)
    del document["informationsHotellerie"]
    kind = {"elementReferenceType": "HotelleriePleinAirType", "id": 2416}
    document["localisation"]["geolocalisation"]["geoJson"]["coordinates"] = [lon, lat]
    period = {
        "identifiant": 1,
        "dateDebut": f"2026-{season[0]}",
        "dateFin": f"2026-{season[1]}",
        "type": "OUVERTURE_TOUS_LES_JOURS",
        "tousLesAns": True,
    }
    return {
        **document,
        "informationsHotelleriePleinAir": {"hotelleriePleinAirType": kind},
        "prestations": {"equipements": [{"elementReferenceType": "PrestationEquipement", "id": equipment}]},
        "ouverture": {"periodesOuvertures": [period]},
    }
