"""Addresses of the baseline."""

from django.urls import path

from bench.drf.views import Agenda, Records

urlpatterns = [path("records", Records.as_view()), path("agenda", Agenda.as_view())]
