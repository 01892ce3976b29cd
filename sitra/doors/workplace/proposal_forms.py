"""What the forms of proposals ask, read leniently."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import QueryDict

from sitra.review.actions import Reply
from sitra.review.events import Answer
from sitra.review.queries import Box, typed_over
from sitra.review.rules.proposing import Value

LONGEST = 1000
LAST_PAGE = 5_000
LONGEST_NUMBER = 12
MOST_FIELDS = 30
_ANSWERS = {"accepter": Answer.ACCEPTED, "modifier": Answer.AMENDED, "refuser": Answer.REFUSED}
_VALUE = "valeur:"


@dataclass(frozen=True, slots=True)
class AnswerForm:
    """The answers to the values of a proposal, by the number of the value, as they were ticked and typed."""

    answers: Mapping[int, Answer]
    typed: Mapping[int, str]
    reasons: Mapping[int, str]
    reason: str
    seen: int

    @classmethod
    def read(cls, sent: QueryDict, numbers: list[int]) -> "AnswerForm":
        """Read a form; what was not ticked is not answered."""
        ticked = {number: _ANSWERS.get(sent.get(f"reponse:{number}", "")) for number in numbers}
        return cls(
            answers={number: answer for number, answer in ticked.items() if answer},
            typed={number: clean(sent.get(f"valeur:{number}", "")) for number in numbers},
            reasons={number: clean(sent.get(f"motif:{number}", "")) for number in numbers},
            reason=clean(sent.get("motif", "")),
            seen=number_of(sent.get("vu", "")),
        )

    def replies(self, values: Mapping[int, Value]) -> dict[int, Reply]:
        """Put it as the action wants it; what was amended to what was proposed is accepted."""
        found = {}
        for number, answer in self.answers.items():
            given = typed_over(values[number], self.typed[number]) if answer is Answer.AMENDED else None
            kept = (
                Answer.ACCEPTED
                if answer is Answer.AMENDED and given in (None, values[number].after)
                else answer
            )
            found[number] = Reply(kept, given, self.reasons[number])
        return found


def typed_values(sent: QueryDict) -> dict[str, str]:
    """Read the values of the form that corrects a record, by their name."""
    return {
        name.removeprefix(_VALUE): clean(str(sent.get(name, "")), 10_000)
        for name in sent
        if name.startswith(_VALUE)
    }


def chosen_fields(query: QueryDict) -> list[str]:
    """Read the fields that were added to the form."""
    return list(dict.fromkeys(one[:150] for one in query.getlist("champ") if one))[:MOST_FIELDS]


def box_of(query: QueryDict) -> Box:
    """Read which list is asked for."""
    wanted = query.get("boite", "")
    return Box(wanted) if wanted in set(Box) else Box.TO_ANSWER


def page_of(query: QueryDict) -> int:
    """Read a page."""
    return min(max(number_of(query.get("page", "")), 1), LAST_PAGE)


def number_of(text: str) -> int:
    """Read a number; nothing is 0."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= LONGEST_NUMBER else 0


def clean(text: str, longest: int = LONGEST) -> str:
    """Leave out what no text holds."""
    return text.replace("\0", "").replace("\r\n", "\n").strip()[:longest]
