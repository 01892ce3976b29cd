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


class Service(StrEnum):
    """A way by which a project is fed; closed unless opened."""

    V002 = "v002"
    V1 = "v1"
    EXPORTS = "exports"
    CHANGES = "changes"
    WEBHOOKS = "webhooks"

    def label(self, language: str = "fr") -> str:
        """Name the service in French or English."""
        return _SERVICES[self][language == "en"]


_SERVICES = {
    Service.V002: ("API v002", "v002 API"),
    Service.V1: ("API moderne", "modern API"),
    Service.EXPORTS: ("exports", "exports"),
    Service.CHANGES: ("flux des changements", "change feed"),
    Service.WEBHOOKS: ("webhooks", "webhooks"),
}


class ProjectKind(StrEnum):
    """What a project is, for those who look at a list of them."""

    SITE = "site"
    APP = "app"
    KIOSK = "kiosk"
    SCREEN = "screen"
    BROCHURE = "brochure"
    OPEN_DATA = "open-data"
    """What everybody reads without a key, through the modern API."""
    SANDBOX = "sandbox"
    """What developers try on: a few records, picked by hand."""

    def label(self, language: str = "fr") -> str:
        """Name the kind in French or English."""
        return _KINDS[self][language == "en"]


_KINDS = {
    ProjectKind.SITE: ("site", "website"),
    ProjectKind.APP: ("application", "app"),
    ProjectKind.KIOSK: ("borne", "kiosk"),
    ProjectKind.SCREEN: ("écran", "screen"),
    ProjectKind.BROCHURE: ("brochure", "brochure"),
    ProjectKind.OPEN_DATA: ("données ouvertes", "open data"),
    ProjectKind.SANDBOX: ("bac à sable", "sandbox"),
}


class ProjectState(StrEnum):
    """How far a project is."""

    DEMONSTRATION = "demonstration"
    DEVELOPMENT = "development"
    PRODUCTION = "production"

    def label(self, language: str = "fr") -> str:
        """Name the state in French or English."""
        return _STATES[self][language == "en"]


_STATES = {
    ProjectState.DEMONSTRATION: ("démonstration", "demonstration"),
    ProjectState.DEVELOPMENT: ("en développement", "in development"),
    ProjectState.PRODUCTION: ("en production", "in production"),
}


class Turn(StrEnum):
    """How long the records of a selection that take turns are shown before the next ones."""

    DAY = "day"
    WEEK = "week"

    def label(self, language: str = "fr") -> str:
        """Name the turn in French or English."""
        return _TURNS[self][language == "en"]


_TURNS = {Turn.DAY: ("chaque jour", "every day"), Turn.WEEK: ("chaque semaine", "every week")}


class Standing(StrEnum):
    """How far an export is."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class Verb(StrEnum):
    """What becomes of a record for who follows a stream."""

    ENTERED = "entered"
    CHANGED = "changed"
    LEFT = "left"

    def label(self, language: str = "fr") -> str:
        """Name it in French or English."""
        return _VERBS[self][language == "en"]


_VERBS = {
    Verb.ENTERED: ("fiche arrivée", "record entered"),
    Verb.CHANGED: ("fiche modifiée", "record changed"),
    Verb.LEFT: ("fiche partie", "record left"),
}


class Reason(StrEnum):
    """Why a record left a stream."""

    DELETED = "deleted"
    HIDDEN = "hidden"
    MERGED = "merged"
    UNSELECTED = "unselected"


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
    CHANGED = "project.changed"
    CLOSED = "project.closed"
    REOPENED = "project.reopened"
    KEY_GIVEN = "project.key_given"
    KEY_REVOKED = "project.key_revoked"
    SUBSCRIBED = "project.subscribed"
    UNSUBSCRIBED = "project.unsubscribed"
    SELECTIONS_CHOSEN = "project.selections_chosen"


class ExportFact(StrEnum):
    """What is told of exports."""

    PLANNED = "export.planned"
    ASKED = "export.asked"
    DONE = "export.done"
    FAILED = "export.failed"
    CONFIRMED = "export.confirmed"
    TOLD_AGAIN = "export.told_again"


class HookFact(StrEnum):
    """What is told of webhooks."""

    MADE = "hook.made"
    CHANGED = "hook.changed"
    SECRET_CHANGED = "hook.secret_changed"  # noqa: S105 - the name of a fact
    DISABLED = "hook.disabled"
    STOPPED = "hook.stopped"
    ENABLED = "hook.enabled"
    TRIED = "hook.tried"
    REPLAYED = "hook.replayed"
    DROPPED = "hook.dropped"
    RESTORED = "hook.restored"


class SelectionFact(StrEnum):
    """What is told of selections."""

    MADE = "selection.made"
    CHANGED = "selection.changed"
    DROPPED = "selection.dropped"
    RESTORED = "selection.restored"


SUBJECT, SELECTION, HOOK, EXPORT = "project", "selection", "hook", "export"
