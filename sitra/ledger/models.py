"""The table of facts, in the order in which transactions became visible."""

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.functions import Now

if TYPE_CHECKING:
    _IntField = models.Field[int, int]
else:
    _IntField = models.Field


class XidField(_IntField):
    """PostgreSQL's 64-bit transaction number (`xid8`), an `int` in Python."""

    def db_type(self, connection: BaseDatabaseWrapper) -> str:
        """Name the column type."""
        del connection
        return "xid8"

    def from_db_value(self, value: str | None, *_: Any) -> int | None:
        """Read what psycopg gives as text."""
        return None if value is None else int(value)

    def get_prep_value(self, value: Any) -> str | None:
        """Write the number as text, which PostgreSQL reads as `xid8`."""
        return None if value is None or hasattr(value, "resolve_expression") else str(int(value))


class CurrentXid(models.Func):
    """The number of the running transaction."""

    function = "pg_current_xact_id"
    output_field = XidField()


class OldestRunningXid(models.Func):
    """The oldest transaction still running: every number below it is settled."""

    template = "pg_snapshot_xmin(pg_current_snapshot())"
    output_field = XidField()


class Entry(models.Model):
    """One fact. People and members are plain numbers: their tables are on upper floors."""

    xid = XidField(db_default=CurrentXid(), editable=False, verbose_name="transaction")
    at = models.DateTimeField("instant", db_default=Now(), editable=False)
    name = models.CharField("fait", max_length=60)
    subject = models.CharField("nature du sujet", max_length=30)
    subject_id = models.BigIntegerField("numéro du sujet")
    person_id = models.BigIntegerField("personne", null=True)
    member_id = models.BigIntegerField("membre", null=True)
    details = models.JSONField("détails", default=dict)

    class Meta:
        verbose_name = "fait"
        verbose_name_plural = "faits"
        indexes = (
            models.Index(fields=["xid", "id"], name="ledger_order"),
            models.Index(fields=["subject", "subject_id", "id"], name="ledger_subject"),
            models.Index(fields=["name", "id"], name="ledger_name"),
            models.Index(
                fields=["person_id", "id"], name="ledger_person", condition=models.Q(person_id__isnull=False)
            ),
            models.Index(
                fields=["member_id", "id"], name="ledger_member", condition=models.Q(member_id__isnull=False)
            ),
            models.Index(fields=["at"], name="ledger_at"),
        )

    def __str__(self) -> str:
        return f"{self.name} {self.subject} {self.subject_id}"
