"""The table of people."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext

from sitra.accounts.events import Pace, Subject


class PersonManager(BaseUserManager["Person"]):
    """What Django's sign-in asks of the table of people."""

    def get_by_natural_key(self, username: str | None) -> "Person":
        """Find a person by e-mail address, whatever its case."""
        return self.get(email__iexact=username)


class Person(AbstractBaseUser):
    """Somebody who signs in. What they may do depends on their seats in members."""

    email = models.EmailField("adresse électronique", max_length=254)
    first_name = models.CharField("prénom", max_length=80)
    last_name = models.CharField("nom", max_length=80)
    language = models.CharField("langue", max_length=5, default="fr")
    is_active = models.BooleanField("actif", default=True)
    erased_at = models.DateTimeField("effacé le", null=True)
    erase_on = models.DateField("à effacer le", null=True, db_index=True)
    joined_at = models.DateTimeField("inscription", auto_now_add=True)

    objects = PersonManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["first_name", "last_name"]

    class Meta:
        verbose_name = "personne"
        constraints = (
            models.UniqueConstraint(
                Lower("email"),
                name="person_email_once",
                violation_error_message="Un compte porte déjà cette adresse électronique.",
            ),
        )

    def __str__(self) -> str:
        return self.full_name

    @property
    def full_name(self) -> str:
        """First and last name; of an erased account, that it was."""
        if self.erased_at:
            return gettext("Compte effacé")
        return f"{self.first_name} {self.last_name}".strip()


class Wish(models.Model):
    """How soon somebody wants to be told of something; who has none is told as is usual."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="+", verbose_name="personne")
    subject = models.CharField("sujet", max_length=20, choices=[(one.value, one.value) for one in Subject])
    pace = models.CharField("rythme", max_length=10, choices=[(one.value, one.value) for one in Pace])

    class Meta:
        verbose_name = "préférence de notification"
        verbose_name_plural = "préférences de notification"
        constraints = (models.UniqueConstraint(fields=["person", "subject"], name="wish_once"),)

    def __str__(self) -> str:
        return f"{self.person_id} {self.subject} {self.pace}"
