"""Addresses of what a member has for itself: what it keeps on records, and its templates."""

from django.urls import path

from sitra.doors.workplace import own_views, template_views

urlpatterns = [
    path("objets/<int:number>/propre", own_views.own, name="own"),
    path("objets/<int:number>/propre/annuler", own_views.put_back, name="own-back"),
    path("objets/<int:number>/modele", template_views.make, name="template-make"),
    path("modeles", template_views.index, name="templates"),
    path("modeles/<int:number>", template_views.one, name="template"),
    path("modeles/<int:number>/retirer", template_views.drop, name="template-drop"),
    path("modeles/<int:number>/reprendre", template_views.take_back, name="template-take-back"),
]
