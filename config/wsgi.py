"""Where the web server enters."""

from django.core.wsgi import get_wsgi_application

from sitra.kit import environment

environment.configure()
application = get_wsgi_application()

from sitra.delivery import tasks  # noqa: E402 - apps must be loaded first

tasks.keep_counting()
