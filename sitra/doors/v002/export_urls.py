"""Addresses of archives."""

from django.urls import re_path

from sitra.doors.v002 import exports

urlpatterns = [
    re_path(r"^(?P<stem>\d{1,9}_\d{8}-\d{4}_[A-Za-z0-9]{6})\.zip\Z", exports.archive, name="archive")
]
