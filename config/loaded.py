"""The program, loaded: what the processes that serve have in common is brought in once, before they part."""

import importlib

import django
from django.conf import settings

from sitra.kit import environment

environment.configure()
django.setup()
importlib.import_module(settings.ROOT_URLCONF)
