"""The parts of a record that hold no criteria: texts, contacts, pictures, opening, prices."""

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random
from typing import Any

from bench.naming import pick
from bench.seeds import Seeds
from sitra.catalog.rules.kinds import Kind
from sitra.kit.texts import SUFFIXES

DAYS = ("LUNDI", "MARDI", "MERCREDI", "JEUDI", "VENDREDI", "SAMEDI", "DIMANCHE")
LANGUAGES = ("en", "de", "it", "es", "nl", "ru", "zh", "pt-br", "ja")
SHARES = {"en": 0.60, "de": 0.15, "it": 0.15, "es": 0.15, "nl": 0.15}
RARE = 0.02
PHONE, MAIL, SITE = 201, 204, 205
CONTACTS = {PHONE: "04 00 00 00 {0:02d}", MAIL: "contact{0}@fiche.example", SITE: "https://fiche{0}.example/"}
TARIFFS = (1461, 1463, 1464, 1465, 1466, 3877, 4080)
WORDS_OF_RARE = {
    "ru": "Добро пожаловать в горы. ",
    "zh": "欢迎来到山区。",
    "pt-br": "Bem-vindo à montanha. ",
    "ja": "山へようこそ。",
}


def languages(chance: Random) -> list[str]:
    """Draw the languages of a record: French always."""
    return ["fr", *(code for code in LANGUAGES if chance.random() < SHARES.get(code, RARE))]


def presentation(
    seeds: Seeds, kind: Kind, spoken: Sequence[str], place: str, chance: Random
) -> dict[str, Any]:
    """Write descriptions: a short and a long one in each language."""
    short, long = {}, {}
    for code in spoken:
        key = f"libelle{SUFFIXES[code]}"
        said = seeds.said(code, kind)
        if not said:
            short[key] = WORDS_OF_RARE.get(code, "") + place
            continue
        short[key] = " ".join([pick(said, chance), pick(said, chance)])[:255]
        sentences = [pick(said, chance) for _ in range(1 + int(chance.expovariate(0.55)))]
        sentences.insert(int(chance.random() * len(sentences)), place)
        long[key] = _stained(" ".join(sentences)[:4900], chance)
    return {"descriptifCourt": short, "descriptifDetaille": long}


def _stained(text: str, chance: Random) -> str:
    """Leave the marks that other programs leave in texts."""
    lot = chance.random()
    if lot < 0.20:
        return text.replace(". ", ".\r\n", 2)
    if lot < 0.22:
        return f"<p>{text}</p>&nbsp;<br />"
    if lot < 0.24:
        return f"{text} 🏔️🚴"
    return text


def contacts(number: int, chance: Random) -> dict[str, Any]:
    """Write ways to contact; all fictitious."""
    ways = [
        {
            "identifiant": number * 10 + rank,
            "type": {"elementReferenceType": "MoyenCommunicationType", "id": type_},
            "coordonnees": {"fr": CONTACTS[type_].format(number % 100)},
        }
        for rank, type_ in enumerate(CONTACTS)
        if chance.random() < 0.85
    ]
    return {"moyensCommunication": ways}


def pictures(number: int, name: str, chance: Random) -> list[dict[str, Any]]:
    """Write one to eight pictures."""
    return [_picture(number, rank, name) for rank in range(1 + min(7, int(chance.expovariate(1.0))))]


def _picture(number: int, rank: int, name: str) -> dict[str, Any]:
    folder = f"{number % 251}/{number % 83}"
    base = f"https://static.example/filestore/objets-touristiques/images/{folder}/{number}-{rank}"
    return {
        "identifiant": number * 100 + rank,
        "link": False,
        "type": "IMAGE",
        "nom": {"libelleFr": name},
        "legende": {"libelleFr": f"{name} ({rank + 1})"},
        "copyright": {"libelleFr": "© Exemple"},
        "traductionFichiers": [
            {
                "locale": "fr",
                "url": f"{base}.jpg",
                "urlListe": f"{base}-liste.jpg",
                "urlFiche": f"{base}-fiche.jpg",
                "urlDiaporama": f"{base}-diaporama.jpg",
                "extension": "jpg",
                "fileName": f"image-{rank}.jpg",
                "taille": 184_320 + rank,
                "hauteur": 1080,
                "largeur": 1620,
                "lastModifiedDate": "2025-03-14T09:26:53.000+0000",
            }
        ],
    }


def opening(number: int, kind: Kind, today: date, chance: Random) -> dict[str, Any]:
    """Write when it is open: events have 1 to 60 dates around the day of reference, others 0 to 54 rules."""
    if kind is Kind.FETE_ET_MANIFESTATION:
        periods = _dates(number, today, chance)
    else:
        rules = 0 if chance.random() < 0.15 else 1 + min(53, int(chance.paretovariate(1.4) - 1))
        periods = [_season(number, rank, today, chance) for rank in range(rules)]
    written: dict[str, Any] = {
        "periodeEnClair": {"libelleFr": _spoken(periods), "libelleEn": _spoken(periods, "From", "to")},
        "periodeEnClairGenerationMode": "AUTOMATIQUE",
    }
    if periods:
        written["periodesOuvertures"] = periods
    return written


def _spoken(periods: list[dict[str, Any]], since: str = "Du", until: str = "au") -> str:
    said = [f"{since} {one['dateDebut']} {until} {one['dateFin']}." for one in periods[:6]]
    return "\n".join(said) or "Ouverture à confirmer."


def _dates(number: int, today: date, chance: Random) -> list[dict[str, Any]]:
    first = today + timedelta(days=int(chance.gauss(60, 110)))
    if chance.random() < 0.55:
        last = first + timedelta(days=int(chance.expovariate(0.5)))
        return [_period(number, 0, first, last)]
    step = pick((1, 7, 7, 14), chance)
    count = 1 + min(59, int(chance.paretovariate(1.0)))
    days = [first + timedelta(days=step * rank) for rank in range(count)]
    return [_period(number, rank, day, day) for rank, day in enumerate(days)]


def _season(number: int, rank: int, today: date, chance: Random) -> dict[str, Any]:
    year = today.year + rank % 2
    first = date(year, 1 + int(chance.random() * 6), 1 + 14 * (chance.random() < 0.5))
    period = _period(number, rank, first, first + timedelta(days=30 + int(chance.random() * 260)))
    lot = chance.random()
    if lot < 0.35:
        period["type"] = "OUVERTURE_SEMAINE" if lot < 0.25 else "OUVERTURE_SAUF"
        start = int(chance.random() * 5)
        period["ouverturesJournalieres"] = [
            {"jour": day} for day in DAYS[start : start + 2 + int(lot * 10) % 3]
        ]
    period["tousLesAns"] = chance.random() < 0.3
    return period


def _period(number: int, rank: int, first: date, last: date) -> dict[str, Any]:
    return {
        "identifiant": number * 100 + rank,
        "dateDebut": first.isoformat(),
        "dateFin": last.isoformat(),
        "type": "OUVERTURE_TOUS_LES_JOURS",
        "tousLesAns": False,
        "horaireOuverture": "09:00:00",
        "horaireFermeture": "18:30:00",
    }


def prices(number: int, today: date, chance: Random) -> dict[str, Any]:
    """Write prices, often in words only."""
    if chance.random() < 0.25:
        return {"indicationTarif": "GRATUIT", "gratuit": True}
    rates = [
        {
            "devise": "EUR",
            "minimum": float(5 + int(chance.random() * 150)),
            "type": {"elementReferenceType": "TarifType", "id": pick(TARIFFS, chance)},
        }
        for _ in range(1 + min(5, int(chance.expovariate(1.0))))
    ]
    lines = "\n".join(f"Tarif {rank} : à partir de {rate['minimum']} €" for rank, rate in enumerate(rates, 1))
    period = {
        "identifiant": number * 10,
        "dateDebut": f"{today.year}-01-01",
        "dateFin": f"{today.year}-12-31",
        "tarifs": rates,
    }
    return {
        "indicationTarif": "PAYANT",
        "gratuit": False,
        "tarifsEnClair": {"libelleFr": lines, "libelleEn": lines.replace("à partir de", "from")},
        "tarifsEnClairGenerationMode": "AUTOMATIQUE",
        "periodes": [period],
        "devise": "EUR",
    }
