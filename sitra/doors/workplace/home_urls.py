"""Addresses of home and of what one was told."""

from django.urls import path

from sitra.doors.workplace import home_views, notice_views

urlpatterns = [
    path("accueil", home_views.home, name="home"),
    path("accueil/fiches", home_views.records, name="home-records"),
    path("accueil/trouver", home_views.find, name="home-find"),
    path("objets/<int:number>/tout-est-juste", home_views.vouch, name="vouch"),
    path("notifications", notice_views.index, name="notices"),
    path("notifications/toutes", notice_views.mark_all, name="notices-read"),
    path("notifications/annuler", notice_views.undo, name="notices-undo"),
    path("notifications/<int:number>", notice_views.mark, name="notice-mark"),
]
