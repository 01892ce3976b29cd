"""The settings of the program, with the addresses of the benchmark."""

from config.settings import *  # noqa: F403

ROOT_URLCONF = "bench.urls"
