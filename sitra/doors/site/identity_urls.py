"""Addresses of the OpenID Connect provider; they keep the names by which the library finds them.

What it offers besides (devices, signing out from elsewhere, clients that register themselves) is closed.
"""

from allauth.idp.oidc import views as library
from django.urls import include, path

from sitra.doors.site import identity_views as views

_API = "identity/o/api/"
urlpatterns = [
    path(".well-known/openid-configuration", library.configuration, name="configuration"),
    path(".well-known/jwks.json", library.jwks, name="jwks"),
    path("identity/o/authorize", views.authorization, name="authorization"),
    path(f"{_API}token", views.token, name="token"),
    path(f"{_API}revoke", views.revoke, name="revoke"),
    path(f"{_API}userinfo", library.user_info, name="userinfo"),
    path("identity/o/device", views.closed, name="device_authorization"),
    path(f"{_API}device/code", views.closed, name="device_code"),
    path("identity/o/logout", views.closed, name="logout"),
]
everything = [path("", include((urlpatterns, "oidc")))]
