"""Settings of the baseline: nothing that a read interface does not need."""

import os
from typing import Any

import dj_database_url

SECRET_KEY = "the baseline signs nothing"  # noqa: S105 - nor does it serve anyone else
ALLOWED_HOSTS = ["127.0.0.1"]
INSTALLED_APPS = ["django.contrib.postgres", "rest_framework", "django_filters", "bench.drf.apps.Baseline"]
MIDDLEWARE = ["django.middleware.common.CommonMiddleware"]
ROOT_URLCONF = "bench.drf.urls"
DATABASES: dict[str, Any] = {
    "default": dj_database_url.parse(
        os.environ.get("BENCH_DATABASE", "postgresql:///bench"), conn_max_age=600
    )
}
USE_TZ = True
TIME_ZONE = "Europe/Paris"
LANGUAGE_CODE = "fr"
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": [],
    "UNAUTHENTICATED_USER": None,
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PAGINATION_CLASS": "bench.drf.pages.Pages",
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
}
