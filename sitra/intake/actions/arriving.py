"""From what a source describes to what can be kept: where it is, who answers for it, whether it is sound."""

from typing import Any

import orjson

from sitra.catalog.rules.kinds import Kind
from sitra.catalog.rules.sheet import point
from sitra.catalog.rules.tree import unknown_paths
from sitra.intake.rules.draft import Draft, Refusal
from sitra.kit.errors import TradeError
from sitra.members import queries as members
from sitra.places import queries as places
from sitra.places.rules.atlas import Atlas
from sitra.tourism.actions.arrivals import Arrival
from sitra.tourism.rules import content
from sitra.tourism.rules.layers import apart

_LONGEST = 200
"""Signs of an identifier at most: the width of its column."""
_NUL = b"\\u0000"
_SHAPES = (AttributeError, IndexError, KeyError, OverflowError, TypeError, ValueError)


class Owners:
    """Who answers for what arrives: the office of the commune, else its département's animator."""

    def __init__(self, communes: Atlas) -> None:
        self._by_commune = members.wardens()
        self._by_departement = members.departement_members()
        self._communes = communes

    def of(self, commune: int) -> int | None:
        """Give the member that answers for a commune, or nobody."""
        line = self._communes.get(commune)
        departement = line.departement_code if line else ""
        return self._by_commune.get(commune) or self._by_departement.get(departement)


class Gate:
    """What every record of a source passes; `owner` is the member that answers when no other does."""

    def __init__(self, owner: int | None) -> None:
        self._communes = places.atlas()
        self._owners = Owners(self._communes)
        self._owner = owner

    def admit(self, draft: Draft) -> tuple[Arrival, set[str]] | Refusal:
        """Give the arrival and its paths that the catalogue does not know, or why it is refused."""
        try:
            arrival = self._arrival(draft)
            if isinstance(arrival, Refusal):
                return arrival
            return self._sound(arrival) or (arrival, unknown_paths(arrival.document, arrival.kind))
        except TradeError as error:
            return _refusal(draft, str(error))
        except _SHAPES:
            return _refusal(draft, "La fiche n'a pas la forme attendue : redemandez-la à la source.")

    def _arrival(self, draft: Draft) -> Arrival | Refusal:
        commune = self._commune(draft)
        if commune is None and (draft.commune or self._owner is None):
            return _refusal(draft, _nowhere(draft))
        owner = (self._owners.of(commune) if commune else None) or self._owner
        if owner is None:
            return _refusal(
                draft, "Aucun membre ne répond de cette commune : désignez un membre par défaut (--owner)."
            )
        document, layers = apart(_placed(draft, commune) if commune else draft.document)
        return Arrival(
            external_id=draft.external_id,
            kind=Kind(draft.kind),
            document=document,
            owner_id=owner,
            changed_on=draft.changed_on[:30],
            layers=layers,
        )

    def _commune(self, draft: Draft) -> int | None:
        """Recognise the commune by code, by number, by postal code and name, else by where it stands."""
        hint, known = draft.commune, self._communes
        line = known.by_code(hint.code) if hint.code else None
        line = line or (known.get(hint.number) if hint.number else None)
        if line and (living := known.living(line.id)):
            return living.id
        return known.recognise(postal_code=hint.postal_code, name=hint.name) or _by_point(draft)

    def _sound(self, arrival: Arrival) -> Refusal | None:
        """Refuse what the tables would: one record must not take its batch with it."""
        content.demand_sound(arrival.document, arrival.kind, typed=False)
        drawn = content.columns(arrival.document)
        reason = ""
        if len(arrival.external_id) > _LONGEST:
            reason = f"Son identifiant dépasse {_LONGEST} signes."
        elif _NUL in arrival.written or _NUL in orjson.dumps(dict(arrival.layers)):
            reason = "Un de ses textes contient un caractère nul : retirez-le."
        elif drawn["lon"] is not None and not (abs(drawn["lon"]) <= 180 and abs(drawn["lat"]) <= 90):  # noqa: PLR2004 - degrees
            reason = "Ses coordonnées sont hors de la Terre : corrigez-les."
        return Refusal(arrival.external_id[:_LONGEST], reason, arrival.external_id) if reason else None


def _refusal(draft: Draft, reason: str) -> Refusal:
    return Refusal(draft.external_id, reason, draft.external_id)


def _nowhere(draft: Draft) -> str:
    hint = draft.commune
    if not hint:
        return "La fiche ne dit pas sa commune : désignez un membre par défaut (--owner)."
    number = f"n° {hint.number}" if hint.number and not hint.code else ""
    where = " ".join(part for part in (hint.code, number, hint.postal_code, hint.name) if part)
    load = " Chargez les numéros de communes du réseau (sitra places load)." if number else ""
    return f"Commune introuvable dans le référentiel : {where}.{load}"


def _by_point(draft: Draft) -> int | None:
    """Recognise the commune of a record that names none we know by where it stands."""
    lon, lat = point(draft.document)
    found = places.at(lon, lat) if lon is not None and lat is not None else None
    return found.id if found else None


def _placed(draft: Draft, commune: int) -> dict[str, Any]:
    """Write the commune into the address."""
    place = draft.document.get("localisation", {})
    address = {**place.get("adresse", {}), "commune": {"id": commune}}
    return {**draft.document, "localisation": {**place, "adresse": address}}
