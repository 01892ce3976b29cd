"""Addresses of the public pages."""

from django.urls import path, re_path
from django.views.i18n import set_language

from sitra.doors.site import (
    consent_views,
    guide_views,
    manual_views,
    media_views,
    views,
    vocabulary_views,
)

app_name = "site"
urlpatterns = [
    path("", views.home, name="home"),
    path("oauth/authorize", consent_views.authorize, name="authorize"),
    path("style", views.style, name="style"),
    path("guide", manual_views.index, name="guide"),
    path("guide/<slug:name>", manual_views.page, name="guide-page"),
    path("documentation/champs", guide_views.index, name="fields"),
    path("documentation/champs/schema/<slug:kind>.json", guide_views.json_schema, name="schema"),
    path("documentation/champs/<str:anchor>", guide_views.one, name="field"),
    path("documentation/vocabulaire", vocabulary_views.index, name="vocabularies"),
    path("documentation/vocabulaire/terme/<int:number>", vocabulary_views.term, name="term"),
    path("documentation/vocabulaire/<slug:kind>", vocabulary_views.one, name="vocabulary"),
    re_path(
        r"^media/(?P<digest>[0-9a-f]{64})/(?P<name>[a-z]{1,20})\.(?P<extension>[a-z]{1,5})\Z",
        media_views.file,
        name="media",
    ),
    path("langue", set_language, name="language"),
    path("sante", views.health, name="health"),
    path("robots.txt", views.robots, name="robots"),
    path("favicon.ico", views.favicon, name="favicon"),
]
