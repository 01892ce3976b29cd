"""The examples of the documentation run, on the demonstration, as they are written."""

import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.ground import ROOT

WRITTEN = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(python|javascript)\n(.*?)^```$", WRITTEN, re.DOTALL | re.MULTILINE)
HERE = "http://127.0.0.1:8000"
SAID = {
    "python": ["records", "calls left", "urn:sitra:problem:invalid-parameter presentation.descriptifCourt"],
    "javascript": ["places of heritage within 3 km"],
}


def examples(language: str) -> list[str]:
    return [code for named, code in BLOCKS if named == language]


def test_there_are_examples_in_both_languages() -> None:
    assert {language: len(examples(language)) for language in SAID} == {"python": 3, "javascript": 1}
    assert all(HERE in code for _, code in BLOCKS)


@pytest.mark.parametrize("rank", range(3))
def test_python_runs(live: str, rank: int) -> None:
    code = examples("python")[rank].replace(HERE, live)
    done = subprocess.run(
        [sys.executable, "-I", "-c", code], capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 0, done.stderr
    assert SAID["python"][rank] in done.stdout
    if not rank:
        assert int(re.findall(r"(\d+) records", done.stdout)[0]) > 50, "more than a page was read"


class _Blank(BaseHTTPRequestHandler):
    """A page of another site, on the same machine."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(b"<!doctype html><title>ailleurs</title>")

    def log_message(self, *_: object) -> None:
        """Keep quiet."""


@pytest.fixture
def elsewhere() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), _Blank) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


def test_javascript_runs_in_a_page_of_another_site(live: str, browser: Browser, elsewhere: str) -> None:
    (code,) = examples("javascript")
    page = browser.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(elsewhere)
    page.evaluate(
        "async (code) => { await import(`data:text/javascript,${encodeURIComponent(code)}`) }",
        code.replace(HERE, live),
    )
    page.close()
    words = next(line for line in said if SAID["javascript"][0] in line)
    assert int(words.split()[0]) > 0


def test_javascript_runs_in_node(live: str, tmp_path: Path) -> None:
    node = shutil.which("node")
    if node is None:
        pytest.skip("needs node; a page of Chromium runs the same code")
    script = tmp_path / "example.mjs"
    script.write_text(examples("javascript")[0].replace(HERE, live), encoding="utf-8")
    done = subprocess.run([node, str(script)], capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr
    assert re.search(rf"^[1-9][0-9]* {SAID['javascript'][0]}", done.stdout), done.stdout
