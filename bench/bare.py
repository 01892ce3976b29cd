"""A server that only hands out the replies of ours, made beforehand: what no program on this server can beat.

`BENCH_REPLIES` names a file of replies one after the other, and `….json` beside it where each one lies.
"""

import json
import mmap
import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

FILE = Path(os.environ.get("BENCH_REPLIES", "replies"))


def _opened() -> mmap.mmap:
    with FILE.open("rb") as file:
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)


PLACES: dict[str, tuple[int, int]] = json.loads(FILE.with_suffix(".json").read_bytes())
REPLIES = _opened()


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Answer WSGI."""
    start, end = PLACES[environ["PATH_INFO"]]
    head = [("Content-Type", "application/json;charset=UTF-8"), ("Content-Length", str(end - start))]
    start_response("200 OK", head)
    return [REPLIES[start:end]]
