"""Tables of tokens, of consents, and of the key that signs."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from sitra.accounts.models import Person
from sitra.delivery.events import TokenKind
from sitra.delivery.models.projects import Project


class Token(models.Model):
    """A token that was given, of which only the digest is kept, or what is sealed to give it again."""

    kind = models.CharField("sorte", max_length=7, choices=[(kind.value, kind.value) for kind in TokenKind])
    digest = models.CharField("empreinte", max_length=64, unique=True)
    sealed = models.TextField("jeton scellé", blank=True)
    project = models.ForeignKey(Project, models.CASCADE, related_name="+", verbose_name="projet")
    person = models.ForeignKey(
        Person, models.CASCADE, null=True, related_name="+", verbose_name="personne qui s'est connectée"
    )
    scopes = ArrayField(models.CharField(max_length=20), verbose_name="portées")
    family = models.UUIDField("famille", db_index=True)
    redirect_uri = models.CharField("adresse de retour", max_length=500, blank=True)
    challenge = models.CharField("défi", max_length=43, blank=True)
    used_at = models.DateTimeField("échangé le", null=True)
    expires_at = models.DateTimeField("expire le", db_index=True)

    class Meta:
        verbose_name = "jeton"

    def __str__(self) -> str:
        return f"{self.kind} {self.project_id}"


class Consent(models.Model):
    """That somebody lets a project know who they are."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="+", verbose_name="projet")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+", verbose_name="personne")
    at = models.DateTimeField("instant")

    class Meta:
        verbose_name = "accord"
        constraints = (models.UniqueConstraint(fields=["project", "person"], name="consent_once"),)

    def __str__(self) -> str:
        return f"{self.project_id} {self.person_id}"


class SigningKey(models.Model):
    """The key with which it is signed who somebody is, sealed; every node signs with the same one."""

    sealed = models.TextField("clé scellée")
    made_at = models.DateTimeField("création")

    class Meta:
        verbose_name = "clé de signature"
        verbose_name_plural = "clés de signature"

    def __str__(self) -> str:
        return f"{self.pk}"
