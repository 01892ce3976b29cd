"""A worker that does what is queued and leaves, in a process of its own."""

from typing import Any, cast

import django


def main() -> None:
    """Do what is queued."""
    django.setup()
    from procrastinate.contrib.django import app

    connector: Any = cast("Any", app.connector).get_worker_connector()
    with app.replace_connector(connector) as working:
        working.run_worker(wait=False, install_signal_handlers=False, listen_notify=False)


if __name__ == "__main__":
    main()
