"""The examples of `docs/webhooks.md` run as they are written, on what is really sent."""

import json
import re
import shutil
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from sitra.delivery.events import Verb
from sitra.delivery.rules.changes import Line
from sitra.delivery.rules.webhooks import drawn, headers, written
from tests.ground import ROOT

WRITTEN = (ROOT / "docs" / "webhooks.md").read_text(encoding="utf-8")
CODE = dict(re.findall(r"^```(python|javascript|json)\n(.*?)^```$", WRITTEN, re.DOTALL | re.MULTILINE))
IN_PYTHON = """
import json, sys
for one in json.load(sys.stdin):
    print(json.dumps(is_ours(one["secret"], one["headers"], one["body"].encode())))
"""
IN_JAVASCRIPT = """
import { readFileSync } from "node:fs";
for (const one of JSON.parse(readFileSync(0))) {
  console.log(isOurs(one.secret, one.headers, Buffer.from(one.body)));
}
"""
EVENT = Line(
    cursor=48213, record=5713, kind="HOTELLERIE", verb=Verb.CHANGED, revision=12,
    fields=("ouverture.periodesOuvertures",), reason="", heir=None,
    at=datetime(2026, 11, 28, 9, 30, tzinfo=UTC),
)  # fmt: skip
BODY = written(EVENT, "https://sitra.example")


def cases() -> list[tuple[bool, dict[str, Any]]]:
    """What is sent, and what somebody else might send: whether each is to be believed."""
    secret, before, now = drawn(), drawn(), int(time.time())
    both = headers([secret, before], "msg_1_48213", now, BODY)
    alone = headers([secret], "msg_1_48213", now, BODY)
    old = headers([secret], "msg_1_48213", now - 400, BODY)

    def case(key: str, given: dict[str, str], body: bytes = BODY) -> dict[str, Any]:
        return {"secret": key, "headers": given, "body": body.decode()}

    return [
        (True, case(secret, alone)),
        (True, case(secret, both)),
        (True, case(before, both)),
        (False, case(before, alone)),
        (False, case(drawn(), both)),
        (False, case(secret, alone, BODY.replace(b"5713", b"5714"))),
        (False, case(secret, old)),
        (False, case(secret, {**alone, "webhook-id": "msg_1_48214"})),
        (False, case(secret, {**alone, "webhook-signature": "v1,"})),
    ]


@pytest.mark.parametrize("language", ["python", "javascript"])
def test_a_signature_is_checked_as_written(language: str, tmp_path: Path) -> None:
    if language == "python":
        command = [sys.executable, "-I", "-c", CODE["python"] + IN_PYTHON]
    else:
        node = shutil.which("node")
        if node is None:
            pytest.skip("node is not on this machine: the example in JavaScript needs it")
        program = tmp_path / "example.mjs"
        program.write_text(CODE["javascript"] + IN_JAVASCRIPT, encoding="utf-8")
        command = [node, str(program)]
    wanted = cases()
    done = subprocess.run(
        command, input=json.dumps([one for _, one in wanted]), capture_output=True, text=True, check=False,
        timeout=60,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert [line == "true" for line in done.stdout.split()] == [ours for ours, _ in wanted]


def test_the_event_of_the_page_is_what_is_sent() -> None:
    assert json.loads(CODE["json"]) == json.loads(BODY)
