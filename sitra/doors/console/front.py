"""A front for old clients: it encodes what they write raw in an address, and passes on all else untouched.

The server that answers refuses quotes, angle brackets and spaces in an address, as the standard says; many
clients of v002 write their JSON there as it is.
"""

import asyncio
import re
from asyncio import IncompleteReadError, LimitOverrunError, StreamReader, StreamWriter
from contextlib import suppress

LONGEST_HEAD = 128 * 1024
PATIENCE = 75.0
"""Seconds that a connection may stay without a whole request."""
_PIECE = 64 * 1024
_RAW = re.compile(rb'[\x00-\x20"<>\x7f-\xff]')
_VERSION = re.compile(rb"HTTP/1\.[01]")
_LENGTH = re.compile(rb"^content-length[ \t]*:[ \t]*(\d{1,15})[ \t]*$", re.IGNORECASE | re.MULTILINE)
_OTHER = re.compile(rb"^(transfer-encoding|upgrade)[ \t]*:", re.IGNORECASE | re.MULTILINE)
_CLOSED = b"HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"


def encoded(line: bytes) -> bytes:
    """Encode what may not stand in the address of a request line; a line that is none is left as it is."""
    method, _, rest = line.partition(b" ")
    target, _, version = rest.rpartition(b" ")
    if not _VERSION.fullmatch(version) or not target.startswith(b"/"):
        return line
    return b" ".join((method, _RAW.sub(lambda found: b"%%%02X" % found[0][0], target), version))


def body_length(headers: bytes) -> int | None:
    """Say how long the body of a request is; nothing when its headers do not say it plainly."""
    lengths = _LENGTH.findall(headers.replace(b"\r\n", b"\n"))
    if _OTHER.search(headers.replace(b"\r\n", b"\n")) or len(lengths) > 1:
        return None
    return int(lengths[0]) if lengths else 0


def run(host: str, port: int, behind: int) -> None:
    """Stand in front of the server on a port of this machine until told to stop."""
    with suppress(KeyboardInterrupt):
        asyncio.run(stand(host, port, behind))


async def stand(host: str, port: int, behind: int) -> None:
    """Listen, and pass every connection on."""

    async def one(client: StreamReader, back: StreamWriter) -> None:
        with suppress(OSError, TimeoutError):
            await _relay(client, back, behind)
        back.close()

    server = await asyncio.start_server(one, host, port, limit=LONGEST_HEAD, backlog=512)
    async with server:
        await server.serve_forever()


async def _relay(client: StreamReader, back: StreamWriter, behind: int) -> None:
    try:
        answers, there = await asyncio.open_connection("127.0.0.1", behind)
    except OSError:
        back.write(_CLOSED)
        await back.drain()
        return
    asking = asyncio.create_task(_requests(client, there))
    try:
        await _pipe(answers, back)
    finally:
        asking.cancel()
        with suppress(asyncio.CancelledError, OSError, TimeoutError):
            await asking
        there.close()


async def _requests(client: StreamReader, there: StreamWriter) -> None:
    """Pass on requests one by one; from the first whose end cannot be told, pass on bytes as they come."""
    try:
        while head := await _head(client):
            line, _, headers = head.partition(b"\r\n")
            there.write(encoded(line) + b"\r\n" + headers)
            length = body_length(headers)
            if length is None:
                break
            await _pipe(client, there, length)
        await _pipe(client, there)
    finally:
        with suppress(OSError):
            there.write_eof()


async def _head(client: StreamReader) -> bytes:
    """Read up to the end of the headers; nothing when that end does not come."""
    try:
        async with asyncio.timeout(PATIENCE):
            return await client.readuntil(b"\r\n\r\n")
    except (IncompleteReadError, LimitOverrunError):
        return b""


async def _pipe(source: StreamReader, target: StreamWriter, length: int | None = None) -> None:
    """Pass on bytes: so many, or all that come."""
    await target.drain()
    while length is None or length:
        piece = await source.read(_PIECE if length is None else min(_PIECE, length))
        if not piece:
            return
        target.write(piece)
        await target.drain()
        length = None if length is None else length - len(piece)
