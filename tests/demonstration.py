"""The demonstration as its user runs it: one command, a browser, Ctrl-C."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import suppress
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser

from tests.ground import ROOT, VAR

CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-quic",
    "--disable-background-networking",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    # Only maps are drawn by the imitated graphics card: pages would take six times the processor.
    "--disable-gpu-rasterization",
    "--disable-gpu-compositing",
]

NETWORK: dict[str, Any] = json.loads((ROOT / "demo/data/network.json").read_bytes())


def chromium() -> str:
    """Find the browser of the system."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if found := shutil.which(name):
            return found
    message = "no Chromium on this machine: run `make test`, which installs it"
    raise RuntimeError(message)


def free_port() -> int:
    """Ask the system for a port that is free."""
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


_REST = """
import sys, time
from sitra.doors.console import ground
from sitra.kit.environment import configure
configure()
with ground.database():
    from sitra.ledger import queries
    from sitra.ledger.events import LISTENERS
    from sitra.review.models import Waiting
    def busy():
        behind = any(queries.waiting(one.position()) for one in LISTENERS.values())
        return behind or Waiting.objects.exists()
    until = time.monotonic() + float(sys.argv[1])
    while busy():
        if time.monotonic() > until:
            sys.exit("the worker does not come to its end")
        time.sleep(0.3)
"""


class Demonstration:
    """A running demonstration."""

    def __init__(self, var: Path = VAR / "live") -> None:
        self.var = var
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.log = VAR / f"{var.name}.log"
        self.signed_in_state: Any = None
        self._running: subprocess.Popen[bytes] | None = None
        shutil.rmtree(var, ignore_errors=True)

    @property
    def pid(self) -> int:
        """Number of the process that the user started."""
        assert self._running
        return self._running.pid

    def start(self, patience: float = 240.0) -> float:
        """Start and wait until the pages answer; answers the seconds it took."""
        begun = time.monotonic()
        if self._running:
            self._running.wait()
        environment = {key: value for key, value in os.environ.items() if not self._ours(key)}
        with self.log.open("ab") as log:
            self._running = subprocess.Popen(
                [sys.executable, "-m", "sitra.doors.console", "demo", "--port", str(self.port)],
                cwd=ROOT,
                env={**environment, "SITRA_VAR": str(self.var)},
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        while not self.answers():
            gone = self._running.poll() is not None
            if gone or time.monotonic() - begun > patience:
                raise RuntimeError(self.log.read_text(encoding="utf-8")[-3000:])
            time.sleep(0.1)
        return time.monotonic() - begun

    @staticmethod
    def _ours(key: str) -> bool:
        return key == "DATABASE_URL" or key.startswith(("SITRA_", "DJANGO_"))

    def answers(self) -> bool:
        """Say whether the pages answer."""
        with suppress(OSError), urllib.request.urlopen(f"{self.address}/sante", timeout=2):
            return True
        return False

    def rest(self, patience: float = 180.0) -> None:
        """Wait until its worker has followed the ledger to the end, and compared what it heard of."""
        self.run(_REST, str(patience))

    def run(self, program: str, *words: str) -> str:
        """Run a program on its database; answers what it printed."""
        environment = {key: value for key, value in os.environ.items() if not self._ours(key)}
        done = subprocess.run(
            [sys.executable, "-c", program, *words],
            cwd=ROOT,
            env={**environment, "SITRA_VAR": str(self.var), "SITRA_ADDRESS": self.address},
            check=True,
            stdout=subprocess.PIPE,
            text=True,
        )
        return done.stdout

    def kill(self) -> None:
        """Kill the process that the user started, without warning."""
        assert self._running
        self._running.kill()
        self._running.wait()
        until = time.monotonic() + 10
        while self.answers() and time.monotonic() < until:
            time.sleep(0.1)

    def stop(self) -> float:
        """Press Ctrl-C; answers the seconds until it is gone."""
        assert self._running
        begun = time.monotonic()
        self._running.send_signal(signal.SIGINT)
        self._running.wait(timeout=40)
        return time.monotonic() - begun

    def processes(self) -> list[str]:
        """Command lines of all processes that belong to this demonstration."""
        import psutil

        found = []
        for process in psutil.process_iter():
            with suppress(psutil.Error, OSError):
                words = process.cmdline()
                ours = str(self.var) in " ".join(words) or (
                    process.environ().get("SITRA_VAR") == str(self.var)
                )
                if ours and process.status() != psutil.STATUS_ZOMBIE:
                    found.append(" ".join(words))
        return found


def somebody_who_writes() -> dict[str, Any]:
    """A demonstration account that may write."""
    return next(person for person in NETWORK["persons"] if "write" in person["seats"][0]["duties"])


def sign_in(browser: Browser, demonstration: Demonstration, account: dict[str, Any] | None = None) -> Any:
    """Sign in through the page; answers what the browser then holds."""
    one = account or somebody_who_writes()
    context = browser.new_context(base_url=demonstration.address, locale="fr-FR")
    page = context.new_page()
    page.goto("/compte/login/")
    page.get_by_label("Adresse").fill(one["email"])
    page.get_by_label("Mot de passe", exact=False).first.fill(one["password"])
    page.get_by_role("button", name="Se connecter").click()
    page.wait_for_url("**/accueil")
    state = context.storage_state()
    context.close()
    return state
