"""What a project may be opened to, how it may write, and the facts told of projects."""

from enum import StrEnum


class Scope(StrEnum):
    """What a project may do besides reading published records."""

    MEMBERS = "members"
    """Read the organisations: names, communes, projects, records."""
    PERSONS = "persons"
    """Read the people: names, addresses, permissions. Given sparingly: these are personal."""
    WRITE = "write"
    """Write records, and what its member adds to them for itself."""
    METADATA = "metadata"
    """Keep things of its own on records, under the nodes it was granted."""
    SIGN_ON = "sign-on"
    """Have people of the network sign in to it with their account here."""


class Mode(StrEnum):
    """What a project that writes may do to a record."""

    CREATE = "create"
    MODIFY = "modify"
    DELETE = "delete"


class TokenKind(StrEnum):
    """What a token is good for: calling, getting another one, or being exchanged once."""

    ACCESS = "access"
    REFRESH = "refresh"
    CODE = "code"


class ProjectFact(StrEnum):
    """What is told of projects."""

    OPENED = "project.opened"
    ENTRUSTED = "project.entrusted"
    SECRET_CHANGED = "project.secret_changed"  # noqa: S105 - the name of a fact
    TOKEN_LENT = "project.token_lent"  # noqa: S105 - the same
    CONSENTED = "project.consented"
    WITHDRAWN = "project.withdrawn"
    SIGNED_ON = "project.signed_on"
    RENEWED = "project.renewed"
    CODE_REUSED = "project.code_reused"
    KEY_MADE = "project.key_made"


SUBJECT = "project"
