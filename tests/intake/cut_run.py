"""A run in a process of its own, by small batches, for a test that kills it.

Arguments: the archive, then `whole` when it says all that its source has. Prints a line a batch.
"""

import sys
from pathlib import Path
from typing import Any

import django


def main(path: Path, *, whole: bool) -> None:
    """Apply the archive."""
    django.setup()
    from sitra.intake import actions as intake
    from sitra.intake.actions import departing, running
    from sitra.intake.events import WhenGone

    running.BATCH = departing.PAGE = 7
    choices = intake.Choices(gone=WhenGone.HIDE, whole=whole)
    intake.apply(path, "v002", choices, tell=_say)


def _say(how_far: Any) -> None:
    sys.stdout.write(f"{how_far.read}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]), whole="whole" in sys.argv[2:])
