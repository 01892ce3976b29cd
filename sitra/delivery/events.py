"""What a project may be opened to, beyond published records."""

from enum import StrEnum


class Scope(StrEnum):
    """What a project may read of the network besides its published records."""

    MEMBERS = "members"
    """The organisations: names, communes, projects, records."""
    PERSONS = "persons"
    """The people: names, addresses, permissions. Given sparingly: these are personal."""
