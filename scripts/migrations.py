"""Check that the migrations say all that the models do, without a database."""

import sys

from django.core.management import call_command

from sitra.kit.environment import configure


def main() -> int:
    """Answer 1 when a migration is missing."""
    configure()
    import django  # noqa: PLC0415 - settings first

    django.setup()
    try:
        call_command("makemigrations", check=True, dry_run=True, verbosity=1)
    except SystemExit as leaving:
        return int(leaving.code or 0)
    return 0


if __name__ == "__main__":
    sys.exit(main())
