"""Addresses of the public pages."""

from django.urls import path
from django.views.i18n import set_language

from sitra.doors.site import views

app_name = "site"
urlpatterns = [
    path("", views.home, name="home"),
    path("style", views.style, name="style"),
    path("langue", set_language, name="language"),
    path("sante", views.health, name="health"),
    path("robots.txt", views.robots, name="robots"),
    path("favicon.ico", views.favicon, name="favicon"),
]
