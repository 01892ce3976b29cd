"""Addresses of the workplace."""

from django.urls import include, path

from sitra.doors.workplace import (
    duplicate_views,
    import_views,
    map_views,
    mapping_views,
    record_acts,
    views,
)

app_name = "workplace"
urlpatterns = [
    path("", include("sitra.doors.workplace.member_urls")),
    path("recherche", views.search, name="search"),
    path("recherche/communes", views.communes, name="communes"),
    path("recherche/points.json", map_views.points, name="points"),
    path("carte/departements.json", map_views.departements, name="departement-outlines"),
    path("carte/communes.json", map_views.communes, name="commune-outlines"),
    path("imports", import_views.index, name="imports"),
    path("imports/fichier", import_views.bring, name="import-bring"),
    path("imports/fichiers/<int:number>", mapping_views.file, name="import-file"),
    path("imports/fichiers/<int:number>/mots", mapping_views.words, name="import-words"),
    path("imports/fichiers/<int:number>/apercu", mapping_views.preview, name="import-preview"),
    path("imports/fichiers/<int:number>/verifier", import_views.check, name="import-check"),
    path("imports/fichiers/<int:number>/retirer", import_views.withdraw, name="import-withdraw"),
    path("imports/<int:number>", import_views.run, name="import-run"),
    path("imports/<int:number>/suite", import_views.progress, name="import-progress"),
    path("imports/<int:number>/appliquer", import_views.apply, name="import-apply"),
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
