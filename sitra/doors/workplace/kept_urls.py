"""Addresses of what people keep of their searches."""

from django.urls import path

from sitra.doors.workplace import kept_views, list_views, table_views

urlpatterns = [
    path("recherche/tableau", table_views.columns, name="table"),
    path("recherche/gardees", kept_views.shelf, name="kept"),
    path("recherche/gardees/menu", kept_views.menu, name="kept-menu"),
    path("recherche/garder", kept_views.keep, name="keep"),
    path("recherche/gardees/<int:number>", kept_views.one, name="kept-one"),
    path("recherche/gardees/<int:number>/retirer", kept_views.drop, name="kept-drop"),
    path("recherche/gardees/<int:number>/reprendre", kept_views.take_back, name="kept-take-back"),
    path("recherche/listes/ajouter", list_views.add, name="list-add"),
    path("recherche/listes/<int:number>/fiches", list_views.change, name="list-change"),
    path("objets/<int:number>/listes", list_views.of_record, name="record-lists"),
]
