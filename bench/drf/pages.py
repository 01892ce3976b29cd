"""How lists are cut."""

from rest_framework.pagination import LimitOffsetPagination


class Pages(LimitOffsetPagination):
    """Pages of 20, at most 200."""

    default_limit = 20
    max_limit = 200
