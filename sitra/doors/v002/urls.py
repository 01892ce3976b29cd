"""Addresses of v002, each with or without a trailing slash."""

from django.urls import re_path

from sitra.doors.v002 import agenda, views

app_name = "v002"
urlpatterns = [
    re_path(r"^recherche/list-objets-touristiques/?$", views.list_objects, name="list-objects"),
    re_path(r"^recherche/list-identifiants/?$", views.list_identifiers, name="list-identifiers"),
    re_path(r"^agenda/simple/list-objets-touristiques/?$", agenda.simple_objects, name="agenda-objects"),
    re_path(r"^agenda/simple/list-identifiants/?$", agenda.simple_identifiers, name="agenda-identifiers"),
    re_path(r"^agenda/detaille/list-objets-touristiques/?$", agenda.detailed_objects, name="diary-objects"),
    re_path(r"^agenda/detaille/list-identifiants/?$", agenda.detailed_identifiers, name="diary-identifiers"),
    re_path(r"^objet-touristique/get-by-id/(?P<number>\d{1,18})/?$", views.get_by_id, name="get-by-id"),
    re_path(r"^.*$", views.unknown_service),
]
