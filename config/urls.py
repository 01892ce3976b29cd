"""Every address of the program, one line per door."""

from django.urls import include, path

urlpatterns = [
    path("api/v002/", include("sitra.doors.v002.urls")),
    path("", include("sitra.doors.site.urls")),
    path("", include("sitra.doors.workplace.urls")),
    path("compte/", include("allauth.account.urls")),
]

handler400 = "sitra.doors.site.errors.bad_request"
handler403 = "sitra.doors.site.errors.forbidden"
handler404 = "sitra.doors.site.errors.not_found"
handler500 = "sitra.doors.site.errors.broken"
