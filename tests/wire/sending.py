"""Forms with files, as clients send them to `ecriture/`."""

import json
import secrets
from collections.abc import Mapping
from typing import Any

from django.test import Client

from tests.wire.partners import WRITER, lent

type File = tuple[str, bytes, str]
"""Name, content and declared type of a file."""

LISTED = ["illustrations"]


def item(name: str, **more: Any) -> dict[str, Any]:
    """Write a medium whose file comes with the call."""
    return {
        "link": False, "type": "IMAGE", "traductionFichiers": [{"locale": "fr", "url": f"MULTIMEDIA#{name}"}],
        **more,
    }  # fmt: skip


def body(texts: Mapping[str, Any], files: Mapping[str, File]) -> tuple[bytes, str]:
    """Write a form in parts, and its type; texts that are none are written as JSON."""
    edge = secrets.token_hex(16)
    pieces = []
    for name, value in texts.items():
        text = value if isinstance(value, str) else json.dumps(value)
        pieces.append(f'--{edge}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{text}\r\n'.encode())
    for name, (called, content, declared) in files.items():
        head = f'Content-Disposition: form-data; name="{name}"; filename="{called}"'
        head += f"\r\nContent-Type: {declared}"
        pieces.append(f"--{edge}\r\n{head}\r\n\r\n".encode() + content + b"\r\n")
    return b"".join([*pieces, f"--{edge}--\r\n".encode()]), f"multipart/form-data; boundary={edge}"


def put(client: Client, texts: Mapping[str, Any], files: Mapping[str, File]) -> tuple[int, dict[str, Any]]:
    """Send a form with files as the project that writes."""
    content, declared = body(texts, files)
    answer = client.put("/api/v002/ecriture/", content, declared, headers=lent(client, WRITER))
    return answer.status_code, answer.json()


def modification(number: int, *items: Any, skip: bool = True, **more: Any) -> dict[str, Any]:
    """Write the texts of a call that gives a record these illustrations."""
    return {
        "mode": "MODIFICATION", "id": str(number), "skipValidation": "true" if skip else "false",
        "fields": ["root"], "root": {"type": "HOTELLERIE", "illustrations": list(items)},
        "root.fieldList": LISTED, **more,
    }  # fmt: skip


def picture(content: bytes, called: str = "facade.jpg", declared: str = "image/jpeg") -> File:
    """Give a file that says it is a picture."""
    return called, content, declared
