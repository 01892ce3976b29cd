"""What a seat allows."""

from enum import StrEnum


class Duty(StrEnum):
    """What a seat allows its holder, within the member."""

    CONSULT = "consult"
    WRITE = "write"
    PUBLISH = "publish"
    REVIEW = "review"
    MEDIA = "media"
    PROJECTS = "projects"
    MEMBERS = "members"
    ANIMATE = "animate"
    FINANCE = "finance"
