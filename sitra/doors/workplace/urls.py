"""Addresses of the workplace."""

from django.urls import path

from sitra.doors.workplace import duplicate_views, map_views, record_acts, views

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
    path("objets/<int:number>/confirmer", record_acts.confirm, name="confirm"),
    path("objets/<int:number>/source", record_acts.follow_source, name="follow-source"),
    path("objets/<int:number>/revisions/<int:revision>/reprendre", record_acts.restore, name="restore"),
    path("doublons", duplicate_views.queue, name="duplicates"),
    path("doublons/decidees", duplicate_views.decided, name="duplicates-decided"),
    path("doublons/<int:one>-<int:other>", duplicate_views.pair, name="duplicate"),
    path("doublons/<int:one>-<int:other>/reunir", duplicate_views.merge, name="duplicate-merge"),
    path("doublons/<int:one>-<int:other>/distinguer", duplicate_views.tell_apart, name="duplicate-apart"),
    path("doublons/<int:one>-<int:other>/plus-tard", duplicate_views.later, name="duplicate-later"),
    path("doublons/<int:one>-<int:other>/annuler", duplicate_views.undo, name="duplicate-undo"),
]
