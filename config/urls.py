"""Every address of the program, one line per door."""

from django.urls import include, path

from sitra.doors.site import identity_urls

urlpatterns = [
    path("api/v002/", include("sitra.doors.v002.urls")),
    path("exports/", include("sitra.doors.v002.export_urls")),
    path("api/v1/", include("sitra.doors.api.urls")),
    path("api/docs/", include("sitra.doors.api.pages")),
    path("oauth/", include("sitra.doors.v002.oauth_urls")),
    path("", include("sitra.doors.site.urls")),
    path("", include((identity_urls.everything, "idp"))),
    path("", include("sitra.doors.workplace.urls")),
    path("compte/", include("sitra.doors.site.account_urls")),
]

handler400 = "sitra.doors.site.errors.bad_request"
handler403 = "sitra.doors.site.errors.forbidden"
handler404 = "sitra.doors.site.errors.not_found"
handler429 = "sitra.doors.site.errors.too_many"
handler500 = "sitra.doors.site.errors.broken"
