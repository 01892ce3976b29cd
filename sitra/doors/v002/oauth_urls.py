"""The address at which programs ask for tokens; that at which people consent is a page of the site."""

from django.urls import re_path

from sitra.doors.v002 import oauth

urlpatterns = [re_path(r"^token/?\Z", oauth.token, name="oauth_token")]
