"""Addresses of the workplace."""

from django.urls import path

from sitra.doors.workplace import map_views, views

app_name = "workplace"
urlpatterns = [
    path("recherche", views.search, name="search"),
    path("recherche/communes", views.communes, name="communes"),
    path("recherche/points.json", map_views.points, name="points"),
    path("carte/departements.json", map_views.departements, name="departement-outlines"),
    path("carte/communes.json", map_views.communes, name="commune-outlines"),
    path("objets/<int:number>", views.record, name="record"),
    path("objets/<int:number>/semblables", views.alike, name="alike"),
    path("objets/<int:number>/revisions/<int:revision>", views.record, name="revision"),
]
