"""Which vocabularies a search offers as criteria, and which need their name beside their words."""

_REACHED = "how one is reached or booked, not what one finds there"
_PERSON = "who a contact is; nobody looks for a place by the title of its manager"
_DAY = "a note on days of opening: those are asked by date"
_PRICE = "what an amount is for and who does not pay it: a price is asked by its amount"
_TEXT = "what a text or a paper is about, not what the place is"
_NUMBER = "what an official number is; its digits are what is looked for"
_FAMILY = "a heading over other terms: those are offered themselves"
_PLACE = "a place or an organisation: asked by commune, territory or member"

NOT_OFFERED: dict[str, str] = {
    "MoyenCommunicationType": _REACHED,
    "ReservationType": _REACHED,
    "ContactCivilite": _PERSON,
    "ContactFonction": _PERSON,
    "HoraireType": _DAY,
    "OuvertureComplementaire": _DAY,
    "IndicationPeriode": _DAY,
    "TarifType": _PRICE,
    "TarifTypePeriode": _PRICE,
    "ConditionGratuite": _PRICE,
    "DescriptifTheme": _TEXT,
    "EnqueteTitre": _TEXT,
    "HebergementLocatifAgrementType": _NUMBER,
    "HebergementCollectifAgrementType": _NUMBER,
    "HotellerieTypeLabel": _FAMILY,
    "HotelleriePleinAirTypeLabel": _FAMILY,
    "HebergementLocatifTypeLabel": _FAMILY,
    "HebergementCollectifTypeLabel": _FAMILY,
    "FamilleCritere": _FAMILY,
    "Pays": _PLACE,
    "MembreSitraType": _PLACE,
}
"""Wire name of a vocabulary -> why no search offers it; all others are offered, those to come too."""

NAMED = frozenset({"FeteEtManifestationPortee", "Langue", "ModeGestion", "TerritoireType"})
"""Vocabularies whose words say nothing alone: “Locale”, “Français”, “Public”, “Régional”."""
