"""Where the web server enters."""

import os

from django.core.wsgi import get_wsgi_application

os.environ["DJANGO_SETTINGS_MODULE"] = "bench.drf.settings"
application = get_wsgi_application()
