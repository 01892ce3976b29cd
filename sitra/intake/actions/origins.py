"""Where a harvest reads, and what is needed for it: said soundly before it is kept."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from django.conf import settings

from sitra.intake.actions.remotes import GEOTREK_RECORDS, V002, Geotrek, Remote, rooted
from sitra.intake.events import Whence, WhenGone
from sitra.intake.rules.sources import SOURCES, Named, Reader, guess
from sitra.intake.rules.timetable import Timetable
from sitra.kit import reachable
from sitra.kit.errors import Impossible

_LONGEST_CODE, _LONGEST_ADDRESS = 40, 200
_ROOTS = {Whence.V002: "/api/v002", Whence.GEOTREK: "/api/v2"}
_SECRETS = {
    Whence.V002: frozenset({"apiKey"}),
    Whence.GEOTREK: frozenset({"user", "password"}),
    Whence.FILE: frozenset({"address", "user", "password"}),
}
_ASKED = {
    Whence.GEOTREK: frozenset({"lists", "portals"}),
    Whence.FILE: frozenset[str](),
}
_SLIDING = "modifieApres"
"""A criterion that leaves out what did not change: what is found is never all there is."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a harvest is to be.

    `asked` is what is asked of the source: `projetId` and criteria of a v002 network, `lists` and `portals`
    of a Geotrek. `secrets` (`apiKey`, `user`, `password`) are kept sealed; when nothing is given, those that
    are kept stay. `source` is the code under which records are known, when it is not made of the name.
    """

    whence: Whence
    address: str
    asked: Mapping[str, Any] = field(default_factory=dict)
    secrets: Mapping[str, str] | None = field(default=None, repr=False)
    source: str = ""
    gone: WhenGone = WhenGone.ASK
    whole: bool | None = None
    owner: int | None = None
    timetable: Timetable = field(default_factory=Timetable)


def sound(name: str, wanted: Wanted, kept: Mapping[str, str]) -> tuple[Wanted, dict[str, str]]:
    """Put what is wanted in order, and give its secrets; raises `Impossible` with what to correct.

    The address of a file may hold a key, even in its path: it is a secret, of which only the server is shown.
    """
    secrets = dict(kept if wanted.secrets is None else wanted.secrets)
    whence, address = wanted.whence, wanted.address.strip()
    if whence is Whence.FILE and "://" in address:
        if address != shown(address):
            secrets["address"] = address
        address = shown(address)
    elif whence is Whence.FILE:
        local(address)
        secrets.pop("address", None)
    else:
        reachable.place(address)
        address = rooted(address, _ROOTS[whence])
    put = replace(wanted, address=address, source=_code(name, wanted), secrets=None)
    if strange := set(secrets) - _SECRETS[whence]:
        raise Impossible(f"Ces identifiants ne servent pas ici : {', '.join(sorted(strange))}.")
    if len(address) > _LONGEST_ADDRESS:
        raise Impossible(f"L'adresse dépasse {_LONGEST_ADDRESS} signes.")
    if put.whole and _SLIDING in put.asked:
        raise Impossible(
            f"Avec « {_SLIDING} », la source ne donne pas tout : elle ne peut pas être dite entière."
        )
    if whence is not Whence.FILE:
        remote(put, secrets)
    elif "://" in address and "address" not in secrets:
        raise Impossible("Donnez l'adresse entière du fichier.")
    elif put.asked:
        raise Impossible("Un fichier se lit en entier : il n'y a rien à demander de plus.")
    return put, secrets


def remote(wanted: Wanted, secrets: Mapping[str, str]) -> Remote:
    """Give what is asked of a source page by page; raises `Impossible`."""
    asked = dict(wanted.asked)
    if wanted.whence is Whence.V002:
        project, key = asked.pop("projetId", None), secrets.get("apiKey", "")
        if type(project) is not int or not key:
            raise Impossible("Un réseau v002 demande le numéro d'un projet (projetId) et sa clé.")
        return V002(wanted.address, project, key, asked)
    if strange := set(asked) - _ASKED[Whence.GEOTREK]:
        raise Impossible(f"Ceci ne se demande pas à un Geotrek : {', '.join(sorted(strange))}.")
    return Geotrek(
        wanted.address,
        asked.get("lists") or GEOTREK_RECORDS,
        asked.get("portals") or (),
        secrets.get("user", ""),
        secrets.get("password", ""),
    )


def whole(wanted: Wanted) -> bool | None:
    """Say whether what is fetched is all that the source has; nothing leaves it to its reader."""
    if wanted.whence is Whence.V002 and wanted.whole is None:
        return _SLIDING not in wanted.asked
    return wanted.whole


def reader(name: str, wanted: Wanted, path: Path, notes: tuple[str, ...]) -> Reader:
    """Give what reads a file of the source, under the code of the source."""
    code = wanted.source or guess(path)
    kind = (code or "").partition(":")[0]
    if code is None or kind not in SOURCES:
        raise Impossible(
            f"La source de {path.name} n'est pas reconnue : précisez-la parmi {', '.join(sorted(SOURCES))}."
        )
    known = SOURCES[kind]
    if code == kind and not notes:
        return known
    url = known.SOURCE.url if wanted.whence is Whence.FILE else wanted.address
    named = f"{known.SOURCE.name} ({name})" if code != kind else known.SOURCE.name
    return Named(known, replace(known.SOURCE, code=code, name=named, url=url), notes)


def server(address: str) -> str:
    """Name the server that an address leads to; nothing for a file of this machine."""
    return reachable.place(address).authority if "://" in address else ""


def shown(address: str) -> str:
    """Give what may be shown of the address of a file: its server."""
    where = reachable.place(address)
    return f"{where.scheme}://{where.authority}/…"


def local(address: str) -> Path:
    """Find a file of this machine, which must be in the folder meant for it."""
    folder = Path(settings.DROP_DIR).resolve()
    path = (folder / address).resolve()
    if not address or path == folder or not path.is_relative_to(folder):
        raise Impossible(
            "Un fichier de cette machine se lit dans le dossier de dépôt (SITRA_DROP) : posez-le là, et "
            "donnez son nom."
        )
    return path


def _code(name: str, wanted: Wanted) -> str:
    """Give the code under which records are known: two networks must never share theirs."""
    code = wanted.source or ("" if wanted.whence is Whence.FILE else f"{wanted.whence}:{name}")
    kind, colon, network = code.partition(":")
    if wanted.whence is not Whence.FILE and (kind != wanted.whence or not network):
        raise Impossible(f"Le code de la source est de la forme « {wanted.whence}:nom ».")
    if (code and kind not in SOURCES) or (colon and not network) or len(code) > _LONGEST_CODE:
        raise Impossible(
            f"Le code de source « {code} » n'est pas connu : choisissez parmi {', '.join(sorted(SOURCES))}, "
            f"suivi au besoin de « :nom » ({_LONGEST_CODE} signes au plus)."
        )
    return code
