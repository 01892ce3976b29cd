"""A real HTTP server on loopback that answers as a test wants: somebody else's."""

import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit


@dataclass
class Asked:
    """What was asked."""

    method: str
    path: str
    query: dict[str, str]
    headers: Message
    body: bytes


@dataclass
class Told:
    """What is answered; `pieces` are sent one by one instead of `body`."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    pieces: Iterator[bytes] | None = None


type Tell = Callable[[Asked], Told]


@dataclass
class Outside:
    """The running server: its address, and all that it was asked."""

    host: str
    address: str
    asked: list[Asked]


class Handler(BaseHTTPRequestHandler):
    """Answers what the test tells it to."""

    asked: list[Asked]
    tell: Tell

    def _answer(self) -> None:
        split = urlsplit(self.path)
        query = {name: values[-1] for name, values in parse_qs(split.query).items()}
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.asked.append(Asked(self.command, split.path, query, self.headers, body))
        told = self.tell(self.asked[-1])
        self.send_response(told.status)
        for name, value in told.headers.items():
            self.send_header(name, value)
        if told.pieces is None and told.status != 304:
            self.send_header("Content-Length", str(len(told.body)))
        self.end_headers()
        try:
            for piece in told.pieces or (told.body,):
                self.wfile.write(piece)
                self.wfile.flush()
        except OSError:
            self.close_connection = True

    do_GET = do_POST = _answer  # noqa: N815 - names that the server calls

    def log_message(self, *_: object) -> None:
        """Say nothing."""


class Server(ThreadingHTTPServer):
    """One that takes it well when a client hangs up."""

    daemon_threads = True

    def handle_error(self, *_: object) -> None:
        """Say nothing: tests hang up on purpose."""


@contextmanager
def outside(tell: Tell, *, trust: ssl.SSLContext | None = None) -> Iterator[Outside]:
    """Serve until the test is over."""
    asked: list[Asked] = []
    server = Server(("127.0.0.1", 0), type("Bound", (Handler,), {"asked": asked, "tell": staticmethod(tell)}))
    if trust:
        server.socket = trust.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    port, scheme = server.server_port, "https" if trust else "http"
    try:
        yield Outside(f"127.0.0.1:{port}", f"{scheme}://127.0.0.1:{port}", asked)
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
