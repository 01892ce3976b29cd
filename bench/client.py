"""A light load client, in a process of its own: raw sockets that stay open, replies counted, then dropped."""

import multiprocessing
import selectors
import socket
import time
from collections.abc import Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any

HOST = "127.0.0.1"
CHUNK = 1 << 20
_END = b"\r\n\r\n"
_OK = b" 200 "


class Broken(Exception):
    """A reply that cannot be measured."""


@dataclass(frozen=True, slots=True)
class Load:
    """What to send: addresses in turn, over some connections; `pace` a second, as fast as can be when 0."""

    port: int
    paths: Sequence[str]
    clients: int
    seconds: float
    gzip: bool = False
    pace: float = 0.0


@dataclass(frozen=True, slots=True)
class Tally:
    """What came back: how long each reply took, in seconds, and how many bytes all had, heads apart."""

    taken: list[float]
    size: int
    seconds: float


def request(path: str, *, gzip: bool = False) -> bytes:
    """Write a request."""
    encoding = "gzip" if gzip else "identity"
    return f"GET {path} HTTP/1.1\r\nHost: {HOST}\r\nAccept-Encoding: {encoding}\r\n\r\n".encode()


class Line:
    """A connection on which one reply is awaited at a time."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection((HOST, port), timeout=120)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._room = bytearray(CHUNK)
        self.begun = 0.0
        self._head, self._left, self.size = b"", 0, 0
        self.keep, self.body = False, b""

    def send(self, written: bytes) -> None:
        """Ask."""
        self.begun, self._head, self._left = time.perf_counter(), b"", -1
        self.socket.sendall(written)

    def hear(self) -> bool:
        """Read what has come; says whether the reply is whole."""
        got = self.socket.recv_into(self._room)
        if not got:
            raise Broken("the server hung up")
        if self._left < 0:
            self._head += bytes(self._room[:got])
            end = self._head.find(_END)
            if end < 0:
                return False
            self.size, self.body = _length(self._head[:end]), self._head[end + len(_END) :]
            self._left = self.size - len(self.body)
        else:
            self._left -= got
            if self.keep:
                self.body += bytes(self._room[:got])
        return self._left == 0


def _length(head: bytes) -> int:
    if _OK not in head[:16]:
        raise Broken(head.decode("latin-1"))
    for line in head.split(b"\r\n"):
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            return int(value)
    raise Broken("a reply without its length")


def drive(load: Load) -> Tally:
    """Send for some seconds; each connection asks again as soon as it is answered."""
    written = [request(path, gzip=load.gzip) for path in load.paths]
    taken: list[float] = []
    size, sent = 0, 0
    begun = time.perf_counter()
    until = begun + load.seconds
    with selectors.DefaultSelector() as waiting:
        for _ in range(load.clients):
            line = Line(load.port)
            waiting.register(line.socket, selectors.EVENT_READ, line)
            line.send(written[sent % len(written)])
            sent += 1
        open_lines = load.clients
        while open_lines:
            for key, _ in waiting.select():
                line = key.data
                if not line.hear():
                    continue
                now = time.perf_counter()
                taken.append(now - line.begun)
                size += line.size
                if now >= until:
                    waiting.unregister(line.socket)
                    line.socket.close()
                    open_lines -= 1
                    continue
                _wait(load, begun, sent)
                line.send(written[sent % len(written)])
                sent += 1
    return Tally(taken, size, time.perf_counter() - begun)


def _wait(load: Load, begun: float, sent: int) -> None:
    """Keep the pace, when there is one."""
    if load.pace:
        time.sleep(max(0.0, begun + sent / load.pace - time.perf_counter()))


class Client:
    """The process that drives; it is started once, so that what it takes is not counted."""

    def __init__(self) -> None:
        context = multiprocessing.get_context("spawn")
        self._pipe, other = context.Pipe()
        self._process = context.Process(target=_serve, args=(other,), daemon=True)
        self._process.start()

    def begin(self, load: Load) -> None:
        """Start a load, and go on meanwhile."""
        self._pipe.send(load)

    def result(self) -> Tally:
        """Wait for the load to end."""
        answer: Any = self._pipe.recv()
        if isinstance(answer, Tally):
            return answer
        raise Broken(str(answer))

    def run(self, load: Load) -> Tally:
        """Drive a load to its end."""
        self.begin(load)
        return self.result()

    def close(self) -> None:
        """End the process."""
        self._pipe.send(None)
        self._process.join(timeout=5)


def _serve(pipe: Connection) -> None:
    while load := pipe.recv():
        try:
            pipe.send(drive(load))
        except (Broken, OSError) as error:
            pipe.send(f"{load.paths[0][:200]}: {error}")
