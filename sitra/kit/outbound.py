"""Speaking to other servers over HTTP: guarded, bounded, retried, and silent about secrets.

A name is resolved once and the very address that was checked is the one connected to, so that a name
server cannot answer something else in between. What is said of an exchange names the server, never the
path or the query, which may hold a key. Proxies of the environment are not used.
"""

import base64
import logging
import random
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import BinaryIO, NoReturn
from urllib.parse import urljoin

from django.conf import settings
from urllib3 import BaseHTTPResponse, Retry
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError, InvalidHeader, SSLError

from sitra.kit import reachable
from sitra.kit.errors import TradeError
from sitra.kit.reachable import NotAllowed, Place

log = logging.getLogger(__name__)

AGENT = "Sitra"
UNCHANGED = 304
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_BUSY = frozenset({429, 502, 503, 504})
_WELL, _FAILED, _OURS = 300, 400, 500
_PIECE = 1 << 16
_TOLD = 1 << 16
"""Most bytes kept of what a server says when it refuses."""
_FIRST_WAIT = 0.5
_PRIVATE = frozenset({"authorization", "cookie", "proxy-authorization"})

type Resolve = Callable[[str, int], list[str]]


class Unanswered(TradeError):
    """A server that cannot be reached, or does not answer as it should."""


class Declined(Unanswered):
    """A server that answers that it will not; `answer` is what it says, which is never shown as it is."""

    def __init__(self, sentence: str, answer: "Answer") -> None:
        super().__init__(sentence)
        self.answer = answer


@dataclass(frozen=True, slots=True)
class Bounds:
    """How much is borne: bytes once unpacked, seconds of an exchange and of a silence, and tries.

    `patience` is the longest wait between two tries, in seconds: a server that asks for more is left alone.
    """

    size: int = 64 << 20
    seconds: float = 120.0
    silence: float = 30.0
    redirects: int = 5
    tries: int = 4
    patience: float = 60.0


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of a server; nothing of it is shown, since keys are in addresses, headers and bodies."""

    address: str = field(repr=False)
    method: str = "GET"
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    body: bytes = field(default=b"", repr=False)

    def unless(self, headers: Mapping[str, str]) -> "Question":
        """Ask only for what changed since an answer whose headers were kept (`ETag`, `Last-Modified`)."""
        pairs = (("If-None-Match", "etag"), ("If-Modified-Since", "last-modified"))
        known = {name: headers[kept] for name, kept in pairs if headers.get(kept)}
        return replace(self, headers={**self.headers, **known})


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server answered; names of headers are in small letters."""

    status: int
    headers: Mapping[str, str]
    body: bytes = field(default=b"", repr=False)

    @property
    def unchanged(self) -> bool:
        """Say whether there is nothing new since what was known."""
        return self.status == UNCHANGED


def basic(user: str, password: str) -> str:
    """Write the `Authorization` header of a name and a password."""
    return "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()


def addresses_of(host: str, port: int) -> list[str]:
    """Resolve a name; raises `OSError`."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(one[4][0]) for one in found))


class Client:
    """What speaks to other servers; `allowed` names those (`host:port`) that may be internal."""

    def __init__(
        self,
        bounds: Bounds | None = None,
        *,
        allowed: Iterable[str] | None = None,
        resolve: Resolve = addresses_of,
        wait: Callable[[float], None] = time.sleep,
        trust: ssl.SSLContext | None = None,
    ) -> None:
        self.bounds = bounds or Bounds()
        named = settings.OUTBOUND_ALLOWED if allowed is None else allowed
        self._allowed = frozenset(one.lower() for one in named)
        self._resolve, self._wait, self._given = resolve, wait, trust

    def ask(self, question: Question, *, into: BinaryIO | None = None) -> Answer:
        """Ask, again when the server is busy or silent; the body goes `into` a file when one is given.

        Raises `NotAllowed`, `Declined` or `Unanswered`, each with a sentence that holds no secret.
        """
        for left in range(self.bounds.tries - 1, -1, -1):
            again, last = self.bounds.tries - 1 - left, left == 0
            try:
                return self._followed(question, into)
            except Declined as refusal:
                if last or refusal.answer.status not in _BUSY:
                    raise
                self._wait(self._asked_for(question, refusal) or self._backoff(again))
            except NotAllowed:
                raise
            except Unanswered:
                if last:
                    raise
                self._wait(self._backoff(again))
        raise AssertionError

    def _backoff(self, again: int) -> float:
        """Wait twice as long each time, and not all at the same moment."""
        longest = min(self.bounds.patience, _FIRST_WAIT * 2.0**again)
        return longest * random.uniform(0.5, 1.0)  # noqa: S311 - not a secret

    def _asked_for(self, question: Question, refusal: Declined) -> float | None:
        """Read how long a server asks us to wait; more than our patience raises `Unanswered`."""
        try:
            asked = Retry().parse_retry_after(refusal.answer.headers.get("retry-after", ""))
        except InvalidHeader:
            return None
        if asked > self.bounds.patience:
            where = reachable.place(question.address)
            message = f"Le serveur {where.authority} demande d'attendre {asked:.0f} s : réessayez plus tard."
            raise Declined(message, refusal.answer) from None
        return max(asked, 0.0)

    def _followed(self, question: Question, into: BinaryIO | None) -> Answer:
        for _ in range(self.bounds.redirects + 1):
            where = reachable.place(question.address)
            answer = self._exchanged(where, question, into)
            log.info("%s %s: %s", question.method, where.authority, answer.status)
            if answer.status not in _REDIRECTS or "location" not in answer.headers:
                return _demand_well(where, answer)
            question = _redirected(where, question, answer.headers["location"])
        message = (
            f"Le serveur {where.authority} renvoie sans fin d'une adresse à l'autre : vérifiez l'adresse."
        )
        raise NotAllowed(message)

    def _exchanged(self, where: Place, question: Question, into: BinaryIO | None) -> Answer:
        until = time.monotonic() + self.bounds.seconds
        connection = None
        try:
            connection = self._connected(where)
            # Kept here, as the connection lets go of it when it hands over to its last answer.
            opened = connection.sock
            with _cut_after(lambda: opened, self.bounds.seconds):
                headers = {
                    "Host": where.authority,
                    "User-Agent": AGENT,
                    "Accept-Encoding": "gzip, deflate",
                    **question.headers,
                }
                connection.request(
                    question.method, where.target, question.body or None, headers, preload_content=False
                )
                return self._read(where, connection.getresponse(), into, until)
        except TradeError:
            raise
        except (OSError, HTTPError, ValueError) as error:
            _fail(where, error, late=time.monotonic() >= until)
        finally:
            if connection:
                connection.close()

    def _connected(self, where: Place) -> HTTPConnection:
        """Connect to the first address of a server that lets us, all of them checked."""
        failure: Exception = OSError("no address")
        for address in self._checked(where):
            connection = self._connection(where, address)
            try:
                with _cut_after(lambda made=connection: made.sock, self.bounds.silence):  # type: ignore[misc]
                    connection.connect()
            except (OSError, HTTPError) as error:
                connection.close()
                failure = error
            else:
                return connection
        raise failure

    def _checked(self, where: Place) -> list[str]:
        named = where.name.lower() in self._allowed
        if not named:
            reachable.demand_web(where)
        try:
            found = self._resolve(where.host, where.port)
        except (OSError, UnicodeError):
            message = f"Le serveur {where.host} est introuvable : vérifiez son nom."
            raise Unanswered(message) from None
        return found if named else reachable.public(where, found)

    def _connection(self, where: Place, address: str) -> HTTPConnection:
        silence = self.bounds.silence
        if where.scheme == "http":
            return HTTPConnection(address, where.port, timeout=silence)
        return HTTPSConnection(
            address,
            where.port,
            timeout=silence,
            ssl_context=self._trust,
            server_hostname=where.host,
        )

    @cached_property
    def _trust(self) -> ssl.SSLContext:
        return self._given or ssl.create_default_context()

    def _read(self, where: Place, answer: BaseHTTPResponse, into: BinaryIO | None, until: float) -> Answer:
        """Read an answer, bounded; of a refusal only the beginning is kept."""
        headers = {name.lower(): value for name, value in answer.headers.items()}
        known = Answer(answer.status, headers)
        if answer.status in _REDIRECTS or answer.status in _BUSY:
            return known
        refused = answer.status >= _FAILED
        if not refused and into is not None:
            into.seek(0)
            into.truncate()
        kept, size = bytearray(), 0
        for piece in _pieces(answer):
            size += len(piece)
            if refused and size > _TOLD:
                break
            if size > self.bounds.size:
                message = f"Le serveur {where.authority} envoie plus de {self.bounds.size >> 20} Mo : refusé."
                raise NotAllowed(message)
            if into is None or refused:
                kept += piece
            else:
                into.write(piece)
        if time.monotonic() >= until:
            # Cut off by us, it may look like an answer that came to its end.
            raise TimeoutError
        return replace(known, body=bytes(kept))


def _pieces(answer: BaseHTTPResponse) -> Iterator[bytes]:
    """Read as it comes, unpacked, a piece at a time whatever it unpacks to."""
    while piece := answer.read(_PIECE, decode_content=True):
        yield piece


@contextmanager
def _cut_after(opened: Callable[[], socket.socket | None], seconds: float) -> Iterator[None]:
    """Close a connection after a time: one byte from time to time must not hold us for ever."""

    def cut() -> None:
        with suppress(OSError):
            if held := opened():
                socket.socket.shutdown(held, socket.SHUT_RDWR)

    timer = threading.Timer(seconds, cut)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _redirected(where: Place, question: Question, location: str) -> Question:
    """Follow a server to another address; neither a body nor credentials go to another server."""
    address = urljoin(question.address, location)
    there = reachable.place(address)
    if where.scheme == "https" and there.scheme == "http":
        raise NotAllowed(
            f"Le serveur {where.authority} renvoie vers une adresse sans chiffrement ({there.authority}) : "
            "elle n'est pas suivie."
        )
    if question.body or question.method not in {"GET", "HEAD"}:
        raise NotAllowed(
            f"Le serveur {where.authority} renvoie vers {there.scheme}://{there.authority} : donnez "
            "directement cette adresse, rien ne lui est envoyé sans cela."
        )
    if where.is_of(there):
        return replace(question, address=address)
    kept = {name: value for name, value in question.headers.items() if name.lower() not in _PRIVATE}
    return replace(question, address=address, headers=kept)


def _demand_well(where: Place, answer: Answer) -> Answer:
    """Turn an answer that refuses into its sentence."""
    if answer.status < _WELL or answer.unchanged:
        return answer
    said = {
        401: "refuse l'identifiant ou la clé : vérifiez-les",
        403: "refuse l'accès : vérifiez la clé et ses droits",
        404: "ne connaît pas cette adresse : vérifiez-la",
        429: "reçoit trop de demandes : réessayez plus tard",
    }
    else_ = "refuse la demande" if answer.status < _OURS else "est en panne : réessayez plus tard"
    message = f"Le serveur {where.authority} {said.get(answer.status, else_)} (réponse {answer.status})."
    raise Declined(message, answer)


def _fail(where: Place, error: Exception, *, late: bool) -> NoReturn:
    """Say why an exchange failed, without the words of the error: they may quote the address."""
    log.info("%s: %s", where.authority, error.__class__.__name__)
    if isinstance(error, ssl.SSLError | SSLError):
        message = f"Le certificat du serveur {where.authority} n'est pas sûr : prévenez son responsable."
        raise Unanswered(message) from None
    if late or isinstance(error, TimeoutError):
        message = f"Le serveur {where.authority} met trop de temps à répondre : réessayez plus tard."
    else:
        message = f"Le serveur {where.authority} ne répond pas comme il faut : réessayez plus tard."
    raise Unanswered(message) from None
