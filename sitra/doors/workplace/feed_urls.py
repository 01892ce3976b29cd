"""Addresses of the exports and webhooks of a project."""

from django.urls import path

from sitra.doors.workplace import export_views, hook_acts, hook_views

urlpatterns = [
    path("projets/<int:number>/exports", export_views.index, name="project-exports"),
    path("projets/<int:number>/exports/demander", export_views.ask, name="export-ask"),
    path("projets/<int:number>/exports/<int:export>", export_views.row, name="export-row"),
    path("projets/<int:number>/exports/<int:export>/prevenir", export_views.tell_again, name="export-tell"),
    path("projets/<int:number>/webhooks", hook_views.index, name="project-webhooks"),
    path("projets/<int:number>/webhooks/nouveau", hook_views.new, name="hook-new"),
    path("projets/<int:number>/webhooks/<int:hook>", hook_views.one, name="hook"),
    path("projets/<int:number>/webhooks/<int:hook>/modifier", hook_views.edit, name="hook-edit"),
    path("projets/<int:number>/webhooks/<int:hook>/secret", hook_views.secret, name="hook-secret"),
    path("projets/<int:number>/webhooks/<int:hook>/essai", hook_acts.send_trial, name="hook-try"),
    path("projets/<int:number>/webhooks/<int:hook>/rejouer", hook_acts.replay, name="hook-replay"),
    path("projets/<int:number>/webhooks/<int:hook>/arreter", hook_acts.stop, name="hook-stop"),
    path("projets/<int:number>/webhooks/<int:hook>/relancer", hook_acts.start, name="hook-start"),
    path("projets/<int:number>/webhooks/<int:hook>/retirer", hook_acts.drop, name="hook-drop"),
    path("projets/<int:number>/webhooks/<int:hook>/reprendre", hook_acts.restore, name="hook-restore"),
]
