"""What an address and a form of the editor ask, read leniently."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import get_language

from sitra.catalog.rules.types import Section
from sitra.kit.texts import LANGUAGES
from sitra.review.rules.editing import LISTED_SECTIONS, View
from sitra.review.rules.editing.layers import LAYER, aspect_named
from sitra.review.rules.editing.reading import Sent

_MOST_NAMES = 5_000


@dataclass(frozen=True, slots=True)
class Sending:
    """What a form was sent for, beside being kept: a row more or less, another section, or to be saved."""

    added: str = ""
    leads_to: Section | None = None
    everything: bool | None = None
    stays: bool = False
    aspect: str | None = None
    """The aspect to go to; an empty word for the record itself."""
    followed: str = ""
    """The place in which an aspect is to say what the record says."""

    @classmethod
    def read(cls, sent: QueryDict) -> "Sending":
        """Read which button was pressed."""
        view = sent.get("vue", "")
        wanted = _section(sent.get("vers", ""))
        return cls(
            added=sent.get("ajouter", "")[:300],
            leads_to=wanted or (_section(sent.get("ici", "")) if view else None),
            everything={"tout": True, "essentiel": False}.get(view),
            stays=any(name in sent for name in ("ajouter", "retirer", "comme-la-fiche")),
            aspect=aspect_named(sent.get("version", "")) if "version" in sent else None,
            followed=sent.get("comme-la-fiche", "")[:300],
        )


@dataclass(frozen=True, slots=True)
class Asked:
    """Which section, which aspect, which language beside French, all fields or what matters first."""

    section: Section = Section.IDENTITY
    language: str = ""
    everything: bool = False
    added: Mapping[str, int] = field(default_factory=dict)
    wrong: Mapping[str, str] = field(default_factory=dict)
    aspect: str = ""

    @classmethod
    def read(cls, query: QueryDict, sent: QueryDict | None = None) -> "Asked":
        """Read an address: `partie`, `langue`, `tout`, `aspect`; a form that is sent says its own aspect."""
        language = query.get("langue", "")
        return cls(
            section=_section(query.get("partie", "")) or Section.IDENTITY,
            language=language if language in LANGUAGES and language != "fr" else "",
            everything=query.get("tout") == "1",
            aspect=aspect_named((sent.get(LAYER, "") if sent else "") or query.get("aspect", "")),
        )

    def question(self) -> tuple[Section, View]:
        """Put it as the read of the editor wants it."""
        view = View(
            language="en" if get_language() == "en" else "fr",
            languages=("fr", self.language) if self.language else ("fr",),
            everything=self.everything,
            added=self.added,
            wrong={name: (words,) for name, words in self.wrong.items()},
            aspect=self.aspect,
        )
        return self.section, view

    def with_rows(self, sending: Sending) -> "Asked":
        """Ask for one more row of a list."""
        return replace(self, added={sending.added: 1} if sending.added else {})

    def toward(self, section: Section, everything: bool | None = None) -> "Asked":
        """Ask for another section, or for more or less of this one."""
        wanted = self.everything if everything is None else everything
        return replace(self, section=section, everything=wanted, added={}, wrong={})

    def in_aspect(self, aspect: str) -> "Asked":
        """Ask for the same section in another aspect, or in the record itself."""
        return replace(self, aspect=aspect, added={}, wrong={})

    def wrong_at(self, wrong: Mapping[str, str]) -> "Asked":
        """Show what could not be read."""
        return replace(self, wrong=wrong)

    def address(self, number: int) -> str:
        """Where it is asked."""
        query = {"partie": self.section.value}
        if self.aspect:
            query["aspect"] = self.aspect
        if self.language:
            query["langue"] = self.language
        if self.everything:
            query["tout"] = "1"
        return f"{reverse('workplace:edit', args=[number])}?{urlencode(query)}"


def sent_of(sent: QueryDict) -> Sent:
    """Give the values of a form by name, without what the form asks beside them.

    A row that is taken away is left out, with all it holds. What is no field is passed over when it is read.
    """
    gone = sent.get("retirer", "")
    names = [name for name in sent if not (gone and f"{name}.".startswith(f"{gone}."))]
    return {name: sent.getlist(name) for name in names[:_MOST_NAMES]}


def _section(words: str) -> Section | None:
    return next((one for one in LISTED_SECTIONS if one.value == words), None)
