"""Make sure that a Chromium is there for the tests; install Debian's where we may."""

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome")


def main() -> int:
    """Answer 0 when a browser is there."""
    if any(shutil.which(name) for name in NAMES):
        return 0
    if shutil.which("apt-get") and os.geteuid() == 0:
        print("Installing Chromium for the tests…", flush=True)
        subprocess.run(["apt-get", "update"], check=False, capture_output=True)
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        install = ["apt-get", "install", "--yes", "--no-install-recommends", "chromium"]
        subprocess.run(install, check=True, env=environment, capture_output=True)
        return 0
    print("The tests need Chromium: install the package `chromium` of your system.", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
