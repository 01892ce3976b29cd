"""Addresses of projects, of their keys, of selections, and of who reads what."""

from django.urls import path

from sitra.doors.workplace import (
    developer_views,
    key_views,
    project_acts,
    project_views,
    reader_views,
    selection_acts,
    selection_views,
)

urlpatterns = [
    path("projets", project_views.index, name="projects"),
    path("projets/nouveau", project_views.new, name="project-new"),
    path("projets/abonner", project_acts.subscribe, name="project-subscribe"),
    path("projets/<int:number>", project_views.one, name="project"),
    path("projets/<int:number>/modifier", project_views.edit, name="project-edit"),
    path("projets/<int:number>/fermer", project_acts.close, name="project-close"),
    path("projets/<int:number>/rouvrir", project_acts.reopen, name="project-reopen"),
    path("projets/<int:number>/desabonner", project_acts.unsubscribe, name="project-unsubscribe"),
    path("projets/<int:number>/selections", project_acts.choose, name="project-selections"),
    path("projets/<int:number>/cles", key_views.give, name="key-give"),
    path("projets/<int:number>/cles/<int:key>/retirer", key_views.revoke, name="key-revoke"),
    path("projets/<int:number>/cles/<int:key>/reprendre", key_views.restore, name="key-restore"),
    path("developpeurs", developer_views.index, name="developers"),
    path("developpeurs/cle", developer_views.key, name="developer-key"),
    path("selections", selection_views.index, name="selections"),
    path("selections/nouvelle", selection_views.new, name="selection-new"),
    path("selections/<int:number>", selection_views.one, name="selection"),
    path("selections/<int:number>/modifier", selection_views.edit, name="selection-edit"),
    path("selections/<int:number>/fiches", selection_acts.settle, name="selection-records"),
    path("selections/<int:number>/ordre", selection_acts.order, name="selection-order"),
    path("selections/<int:number>/retirer", selection_acts.drop, name="selection-drop"),
    path("selections/<int:number>/reprendre", selection_acts.restore, name="selection-restore"),
    path("objets/<int:number>/selections", reader_views.selections, name="record-selections"),
    path("objets/<int:number>/diffusion", reader_views.record, name="record-readers"),
    path("membres/<int:number>/diffusion", reader_views.member, name="member-readers"),
]
