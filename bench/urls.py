"""The addresses of the program, and those that only the benchmark asks."""

from django.urls import path

from bench import facets
from config.urls import handler400, handler403, handler404, handler500, urlpatterns as ours

__all__ = ("handler400", "handler403", "handler404", "handler500", "urlpatterns")

urlpatterns = [path("api/v002/bench/facets", facets.facets, name="list-identifiers"), *ours]
