"""The reference services: each answers a bare array."""

import orjson
from django.http import HttpRequest

from sitra.delivery import queries as delivery
from sitra.doors.v002.protocol import called, service
from sitra.formats.rules.v002 import exclusions, network
from sitra.places import queries as places
from sitra.tourism import queries as tourism
from sitra.vocabulary import queries as vocabulary


@service
def communes(request: HttpRequest) -> bytes:
    """Answer `referentiel/communes`: the commune of today for each number and code, in the order asked."""
    asked = called(request).asked
    known, book = places.atlas(), vocabulary.atlas().book
    coded = (known.by_code(code.strip().upper()) for code in asked.get("codesInsee", ()))
    named = [*map(known.get, asked.get("communeIds", ())), *coded]
    living = [known.living(line.id) for line in named if line]
    lines = dict.fromkeys(line for line in living if line)
    return orjson.dumps([line.wire(book.wire(line.country)) for line in lines])


@service
def terms(request: HttpRequest) -> bytes:
    """Answer `referentiel/elements-reference`: terms in full, in every language, in the order asked."""
    asked = called(request).asked
    book = vocabulary.atlas().book
    found = (book.wire(number) for number in dict.fromkeys(asked.get("elementReferenceIds", ())))
    return orjson.dumps([term for term in found if term])


@service
def internal_tags(request: HttpRequest) -> bytes:
    """Answer `referentiel/criteres-internes`: those of the project's member only."""
    call = called(request)
    tags = tourism.internal_tags(call.project.member_id, call.asked.get("critereInterneIds", ()))
    return orjson.dumps([{"id": one.id, "libelle": one.name} for one in tags])


@service
def selections(request: HttpRequest) -> bytes:
    """Answer `referentiel/selections`: those of the project, or some of them."""
    call = called(request)
    wanted = call.asked.get("selectionIds")
    lines = delivery.selections_of(call.project.id)
    return orjson.dumps([network.selection(one) for one in lines if not wanted or one.id in wanted])


@service
def selections_of_records(request: HttpRequest) -> bytes:
    """Answer `referentiel/selections-par-objet`: for each record, the selections of the project it is in."""
    call = called(request)
    asked, wanted = call.asked.get("referenceIds", ()), call.asked.get("selectionIds")
    held = delivery.holding(call.project, asked) if asked else {}
    lines = ((number, held[number]) for number in dict.fromkeys(asked) if number in held)
    chosen = ((number, [one for one in some if not wanted or one.id in wanted]) for number, some in lines)
    return orjson.dumps(
        [{"id": number, "selections": list(map(network.selection, some))} for number, some in chosen if some]
    )


@service
def forbidden(request: HttpRequest) -> bytes:
    """Answer `referentiel/criteres-interdits`: what the criteria asked for exclude, or all that exclude."""
    return orjson.dumps(exclusions.written(called(request).asked.get("elementReferenceIds")))
