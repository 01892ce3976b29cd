"""Names that a record has in the registries of others."""

from django.db import IntegrityError, transaction

from sitra.kit.errors import Impossible, Unknown
from sitra.ledger import actions as ledger
from sitra.tourism.actions.records import Author, latest_of
from sitra.tourism.events import ObjectFact, State
from sitra.tourism.models import Identifier, Source
from sitra.tourism.rules.registries import REGISTRIES, Registry, written


@transaction.atomic
def identify(number: int, registry: str, value: str, *, by: Author) -> Identifier:
    """Say which name a record has in a registry (a key of `REGISTRIES`); one record alone may have it.

    Saying it again changes nothing. Raises `Impossible` for a name that is badly written or another record's.
    """
    known = _registry(registry)
    name = written(known, value)
    if name is None:
        message = (
            f"« {value} » n'est pas un identifiant {known.name} : il s'écrit par exemple « {known.example} »."
        )
        raise Impossible(message)
    row, _ = latest_of(number)
    if row.state == State.DELETED:
        message = f"La fiche {number} est supprimée : restaurez-la d'abord."
        raise Impossible(message)
    source, _ = Source.objects.get_or_create(
        code=known.code,
        defaults={"name": known.name, "licence": known.licence, "url": known.url.partition("{}")[0]},
    )
    held = Identifier.objects.filter(source=source, value=name).first()
    if held and held.object_id == row.pk:
        return held
    try:
        with transaction.atomic():
            kept = Identifier.objects.create(object=row, source=source, value=name)
    except IntegrityError:
        raise Impossible(_taken(source, name)) from None
    ledger.record(by.fact(ObjectFact.IDENTIFIED, row, source=source.code))
    return kept


@transaction.atomic
def unidentify(number: int, registry: str, value: str, *, by: Author) -> None:
    """Take back a name that was given by mistake."""
    known = _registry(registry)
    row, _ = latest_of(number)
    gone, _ = Identifier.objects.filter(object=row, source_id=known.code, value=value).delete()
    if not gone:
        message = f"La fiche {number} n'a pas l'identifiant {known.name} « {value} »."
        raise Unknown(message)
    ledger.record(by.fact(ObjectFact.UNIDENTIFIED, row, source=known.code))


def _registry(code: str) -> Registry:
    if code not in REGISTRIES:
        message = f"Registre inconnu : « {code} ». Choisissez parmi {', '.join(sorted(REGISTRIES))}."
        raise Unknown(message)
    return REGISTRIES[code]


def _taken(source: Source, name: str) -> str:
    holder = Identifier.objects.select_related("object").get(source=source, value=name)
    return (
        f"La fiche {holder.object_id} « {holder.object.name} » porte déjà l'identifiant "
        f"{source.name} « {name} » : réunissez les deux fiches, ou corrigez l'une d'elles."
    )
