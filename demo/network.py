"""The members, accounts and projects of the demonstration; the people in it are roles, not names."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from demo.writing import read_json

DOMAIN = "demo.sitra.example"
LEADER, GENERALIST, SPECIALIST = 5624, 233, 3797
INSTITUTION, OPEN_DATA, PRIVATE = 246, 3957, 3790
LEISURE, SUPPLIER = 3800, 3799

OFFICES = {
    "01": (
        ("200071751", "Bourg-en-Bresse"),
        ("240100750", "Pays de Gex"),
        ("200040350", "Bugey Sud"),
    ),
    "03": (("200071363", "Vichy Communauté"), ("200071140", "Moulins Communauté")),
    "07": (
        ("200039808", "Gorges de l'Ardèche"),
        ("200073096", "Arche Agglo"),
        ("200072015", "Annonay Rhône Agglo"),
        ("200071413", "Privas Centre Ardèche"),
        ("200073245", "Bassin d'Aubenas"),
        ("200041465", "Val Eyrieux"),
        ("200041366", "Rhône Crussol"),
        ("200040491", "Porte de Dromardèche"),
        ("200016905", "Pays de Lamastre"),
        ("240700716", "Val d'Ay"),
    ),
    "15": (("241500230", "Bassin d'Aurillac"), ("200066660", "Saint-Flour")),
    "26": (
        ("200068781", "Valence Romans Agglo"),
        ("200040459", "Montélimar Agglomération"),
        ("200068229", "Baronnies en Drôme Provençale"),
        ("242600252", "Val de Drôme en Biovallée"),
    ),
    "38": (
        ("200040715", "Grenoble-Alpes-Métropole"),
        ("243800745", "Oisans"),
        ("243801024", "Massif du Vercors"),
        ("200077014", "Vienne Condrieu"),
    ),
    "42": (("244200770", "Saint-Étienne Métropole"), ("200065886", "Loire Forez")),
    "43": (("200073419", "Puy-en-Velay"), ("200085728", "Brioude Sud Auvergne")),
    "63": (
        ("246300701", "Clermont Auvergne Métropole"),
        ("246300966", "Massif du Sancy"),
        ("200070753", "Riom Limagne et Volcans"),
    ),
    "69": (("200046977", "Métropole de Lyon"), ("200067817", "Saône-Beaujolais")),
    "73": (
        ("200069110", "Grand Chambéry"),
        ("200068674", "Grand Lac"),
        ("247300254", "Haute-Tarentaise"),
        ("200040798", "Val Vanoise"),
        ("200070340", "Haute Maurienne Vanoise"),
    ),
    "74": (
        ("200066793", "Grand Annecy"),
        ("200023372", "Vallée de Chamonix-Mont-Blanc"),
        ("200034882", "Pays du Mont-Blanc"),
        ("247400682", "Haut Chablais"),
        ("247400617", "Vallées de Thônes"),
    ),
}
"""Département -> EPCI that have an office: SIREN and short name."""

KINDS = (
    "ACTIVITE", "COMMERCE_ET_SERVICE", "DEGUSTATION", "DOMAINE_SKIABLE", "EQUIPEMENT",
    "FETE_ET_MANIFESTATION", "HEBERGEMENT_COLLECTIF", "HEBERGEMENT_LOCATIF", "HOTELLERIE",
    "HOTELLERIE_PLEIN_AIR", "PATRIMOINE_CULTUREL", "PATRIMOINE_NATUREL", "RESTAURATION",
    "SEJOUR_PACKAGE", "STRUCTURE", "TERRITOIRE",
)  # fmt: skip
ALL_DUTIES = (
    "consult", "write", "publish", "review", "media", "projects", "members", "animate", "finance",
)  # fmt: skip

type Json = dict[str, Any]
type Account = tuple[str, str, str, str, int, tuple[str, ...], str, str]
"""Mail box, role, language, password, member, duties, and the role in French and English."""


def build(shared: Path, departements: Mapping[str, str]) -> Json:
    """Build the network; `departements` is code -> name for those of the region."""
    members = [
        _member(1, "Auvergne-Rhône-Alpes Tourisme (démonstration)", LEADER),
        *_animators(departements),
    ]
    members += _offices(shared, first=len(members) + 1)
    members += _others(first=len(members) + 1)
    _sponsor(members)
    numbers = {one["name"]: one["id"] for one in members}
    return {
        "members": members,
        "persons": _persons(numbers),
        "selections": _selections(numbers),
        "projects": _projects(numbers),
    }


def _member(
    number: int,
    name: str,
    kind: int,
    departement: str | None = None,
    communes: Iterable[str] = (),
) -> Json:
    site = f"https://{_slug(name)}.{DOMAIN}"
    return {
        "id": number,
        "name": name,
        "kind": kind,
        "departement": departement,
        "communes": sorted(communes),
        "site": site,
    }


def _sponsor(members: list[Json]) -> None:
    """Have the region sponsor all, but those of a département by the one that animates it."""
    animating = dict[str, int]()
    for one in members:
        here = one["departement"]
        one["sponsor"] = None if one["id"] == 1 else animating.get(here or "", 1)
        if here and not one["communes"]:
            animating.setdefault(here, one["id"])


def _animators(departements: Mapping[str, str]) -> list[Json]:
    """Give one member per département, which answers for the communes without an office."""
    return [
        _member(number, f"{name} Tourisme (démonstration)", GENERALIST, code)
        for number, (code, name) in enumerate(sorted(departements.items()), start=2)
    ]


def _offices(shared: Path, first: int) -> list[Json]:
    """Give the tourist offices; a commune is in one EPCI, hence in one office."""
    folder = shared / "communes-decoupage-administratif-6.0.0"
    communes = {e["code"]: e["membres"] for e in read_json(folder / "epci.json.gz")}
    named = [(code, siren, name) for code in sorted(OFFICES) for siren, name in OFFICES[code]]
    return [
        _member(
            number,
            f"Office de tourisme {name}",
            GENERALIST,
            code,
            (member["code"] for member in communes[siren]),
        )
        for number, (code, siren, name) in enumerate(named, start=first)
    ]


def _others(first: int) -> list[Json]:
    invited = "Paris, partenaire invité (démonstration)"
    rows: tuple[tuple[str, int, str | None, tuple[str, ...]], ...] = (
        (invited, GENERALIST, "75", ("75056",)),
        ("Hôtel du Belvédère (démonstration)", SPECIALIST, "73", ()),
        ("Guides des Crêtes (démonstration)", LEISURE, "74", ()),
        ("Festival des Lanternes (démonstration)", SPECIALIST, "26", ()),
        ("Carnets de Route, réutilisateur (démonstration)", PRIVATE, None, ()),
        ("Ouverture Données, réutilisateur (démonstration)", OPEN_DATA, None, ()),
        ("Atelier Boussole, fournisseur partenaire (démonstration)", SUPPLIER, None, ()),
    )
    return [_member(number, *row) for number, row in enumerate(rows, start=first)]


def _persons(numbers: Mapping[str, int]) -> list[Json]:
    """Give one account per role; the password is the same idea for all: two words and a number."""
    region, isere = (
        numbers["Auvergne-Rhône-Alpes Tourisme (démonstration)"],
        numbers["Isère Tourisme (démonstration)"],
    )
    chamonix = numbers["Office de tourisme Vallée de Chamonix-Mont-Blanc"]
    ardeche = numbers["Office de tourisme Gorges de l'Ardèche"]
    hotel = numbers["Hôtel du Belvédère (démonstration)"]
    reuser = numbers["Carnets de Route, réutilisateur (démonstration)"]
    supplier = numbers["Atelier Boussole, fournisseur partenaire (démonstration)"]
    office = ("consult", "write", "publish", "review", "media", "projects", "members")
    rows: tuple[Account, ...] = (
        ("pilote", "Pilote", "fr", "montagne-claire-26", region, ALL_DUTIES,
         "Pilote du réseau", "Network pilot"),
        ("animation", "Animation", "fr", "riviere-calme-38", isere,
         ("consult", "write", "publish", "review", "media", "members", "animate"),
         "Animation départementale", "Département animator"),
        ("office", "Office", "fr", "vallee-douce-74", chamonix, office,
         "Équipe d'un office de tourisme", "Tourist office staff"),
        ("accueil", "Accueil", "fr", "soleil-franc-07", ardeche, ("consult",),
         "Conseil en séjour, à l'accueil", "Front-desk counsellor"),
        ("professionnel", "Professionnel", "fr", "chalet-fleuri-73", hotel, ("consult", "write", "media"),
         "Professionnel du tourisme", "Tourism professional"),
        ("web", "Développement", "fr", "sentier-vif-69", region, ("consult", "projects"),
         "Développement web", "Web developer"),
        ("reutilisateur", "Réutilisation", "en", "source-libre-15", reuser, ("consult", "projects"),
         "Réutilisateur de données", "Data re-user"),
        ("fournisseur", "Fournisseur", "en", "boussole-sure-43", supplier, ("consult", "projects"),
         "Fournisseur partenaire", "Partner supplier"),
    )  # fmt: skip
    persons = [_person(row) for row in rows]
    # The office lends a hand to its département, whose lists overlap: there are duplicates to decide.
    lent = {"member": numbers["Haute-Savoie Tourisme (démonstration)"], "duties": ["consult", "write"]}
    next(one for one in persons if one["email"].startswith("office@"))["seats"].append(lent)
    # The professional has a record to look after, as those whom an office admits have.
    next(one for one in persons if one["email"].startswith("professionnel@"))["seats"][0]["record"] = 2727
    return persons


def _person(row: Account) -> Json:
    box, role, language, password, member, duties, role_fr, role_en = row
    return {
        "email": f"{box}@{DOMAIN}",
        "first_name": role,
        "last_name": "Démonstration",
        "language": language,
        "password": password,
        "seats": [{"member": member, "duties": list(duties)}],
        "role_fr": role_fr,
        "role_en": role_en,
    }


def _projects(numbers: Mapping[str, int]) -> list[Json]:
    region = numbers["Auvergne-Rhône-Alpes Tourisme (démonstration)"]
    reuser = numbers["Carnets de Route, réutilisateur (démonstration)"]
    return [
        {
            "id": 1,
            "name": "Site de démonstration",
            "api_key": "demo2013",
            "member": region,
            "scopes": ["members", "persons"],
        },
        {
            "id": 2,
            "name": "Carnets de Route",
            "api_key": "carnet26",
            "member": reuser,
        },
        *_partners(numbers),
        *_fed(numbers),
    ]


def _fed(numbers: Mapping[str, int]) -> list[Json]:
    """Give the projects that show selections, and the one on which developers try out."""
    region = numbers["Auvergne-Rhône-Alpes Tourisme (démonstration)"]
    chamonix = numbers["Office de tourisme Vallée de Chamonix-Mont-Blanc"]
    ardeche = numbers["Office de tourisme Gorges de l'Ardèche"]
    return [
        {
            "id": 6, "name": "Site de Chamonix", "api_key": "vallee06", "member": chamonix, "kind": "site",
            "state": "production", "bounded": True,
            "selections": ["Hébergements de la vallée", "À l'affiche"],
            "purpose": "Le site de l'office : où dormir dans la vallée, et les fêtes alentour.",
            "address": f"https://chamonix.{DOMAIN}/", "contact": f"web@{DOMAIN}",
        },
        {
            "id": 7, "name": "Application des gorges", "api_key": "gorges07", "member": ardeche,
            "kind": "app",
            "state": "development", "selections": ["À voir en Ardèche"],
            "purpose": "Une application de poche pour la descente des gorges.", "contact": f"web@{DOMAIN}",
        },
        {
            "id": 8, "name": "Données ouvertes de la région", "api_key": "ouverte8", "member": region,
            "kind": "open-data", "state": "production", "bounded": True,
            "selections": ["Ouvert à tous"],
            "purpose": "Ce que chacun lit sans clé : les fiches que leur source donne sous licence ouverte.",
        },
        {
            "id": 9, "name": "Bac à sable", "api_key": "essais09", "member": region, "kind": "sandbox",
            "state": "demonstration", "bounded": True, "selections": ["Fiches du bac à sable"],
            "purpose": "Quelques fiches connues, pour écrire un programme sans toucher à rien.",
        },
    ]  # fmt: skip


def _selections(numbers: Mapping[str, int]) -> list[Json]:
    """Give the selections: a question, records picked by hand, names in some languages, turns."""
    region = numbers["Auvergne-Rhône-Alpes Tourisme (démonstration)"]
    chamonix = numbers["Office de tourisme Vallée de Chamonix-Mont-Blanc"]
    ardeche = numbers["Office de tourisme Gorges de l'Ardèche"]
    pilot = f"pilote@{DOMAIN}"
    lodging = ["HOTELLERIE", "HOTELLERIE_PLEIN_AIR", "HEBERGEMENT_LOCATIF", "HEBERGEMENT_COLLECTIF"]
    return [
        {
            "name": "Hébergements de la vallée", "member": chamonix, "by": pilot,
            "question": {"kinds": lodging, "communes": ["74056"], "radius": 10000},
            "labels": {"libelleFr": "Où dormir", "libelleEn": "Where to stay", "libelleDe": "Übernachten"},
        },
        {
            "name": "À l'affiche", "member": chamonix, "by": pilot,
            "question": {"kinds": ["FETE_ET_MANIFESTATION"], "communes": ["74056"], "radius": 50000},
            "labels": {"libelleFr": "À l'affiche", "libelleEn": "What's on"}, "shown": 6, "turn": "week",
        },
        {
            "name": "À voir en Ardèche", "member": ardeche, "by": pilot,
            "question": {
                "kinds": ["PATRIMOINE_CULTUREL", "PATRIMOINE_NATUREL"],
                "communes": ["07330"], "radius": 50000,
            },
            "labels": {"libelleFr": "À voir", "libelleEn": "To see"},
        },
        {
            "name": "Ouvert à tous", "member": region, "by": pilot,
            "question": {"kinds": ["FETE_ET_MANIFESTATION", "PATRIMOINE_CULTUREL", "PATRIMOINE_NATUREL"]},
            "labels": {"libelleFr": "Fêtes et patrimoine", "libelleEn": "Events and heritage"},
        },
        {
            "name": "Fiches du bac à sable", "member": region, "by": pilot, "records": list(range(1, 21)),
            "labels": {"libelleFr": "Fiches d'essai", "libelleEn": "Records to try on"},
        },
    ]  # fmt: skip


def _partners(numbers: Mapping[str, int]) -> list[Json]:
    """Give the projects that write, keep metadata or sign people on."""
    chamonix = numbers["Office de tourisme Vallée de Chamonix-Mont-Blanc"]
    supplier = numbers["Atelier Boussole, fournisseur partenaire (démonstration)"]
    client = "7b0f6c1e-52a4-4d0e-9a51-3c8e26d1f00"
    writer = {
        "id": 3, "name": "Saisie de Chamonix", "api_key": "ecrire26", "member": chamonix,
        "scopes": ["write"],
        "client_id": f"{client}3", "secret": "plume7grise26Bo",
        "author": f"office@{DOMAIN}", "may_validate": True,
        "kinds": list(KINDS), "modes": ["create", "modify", "delete"],
    }  # fmt: skip
    noter = {
        "id": 4, "name": "Boussole, métadonnées", "api_key": "noter026", "member": supplier,
        "scopes": ["metadata"],
        "client_id": f"{client}4", "secret": "carnet4ocre26Lu", "nodes": ["boussole"],
    }  # fmt: skip
    signer = {
        "id": 5, "name": "Espace pro de Chamonix", "api_key": "entrer26", "member": chamonix,
        "scopes": ["sign-on"],
        "client_id": f"{client}5", "secret": "porte9bleue26Mi",
        "redirects": ["https://oauth.pstmn.io/v1/callback", "http://127.0.0.1:8080/retour"],
    }  # fmt: skip
    return [writer, noter, signer]


def _slug(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name.split("(", maxsplit=1)[0]).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")
