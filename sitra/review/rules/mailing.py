"""The mails about proposals: plain text, in French or English, one link each."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """A proposal as a mail tells it: what is asked, of which record, by whom, and where it is answered."""

    purpose: str
    name: str
    member: str
    link: str
    outcome: str = ""


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail: its subject and its text."""

    subject: str
    text: str


def waiting(lines: Sequence[Line], language: str) -> Letter:
    """Tell what waits for an answer."""
    one, count = lines[0].name, len(lines)
    if language == "en":
        alone, many = f"A proposal about “{one}”", f"{count} proposals wait for your answer"
        head = "Open a link to read a proposal and answer it; opening it decides nothing."
    else:
        alone, many = f"Une proposition sur « {one} »", f"{count} propositions attendent votre réponse"
        head = "Ouvrez un lien pour lire la proposition et y répondre ; l'ouvrir ne décide de rien."
    text = f"{_hello(language)}{head}\n\n{_listed(lines, language)}"
    return Letter(many if count > 1 else alone, text)


def late(lines: Sequence[Line], days: int, language: str) -> Letter:
    """Tell an animator what has waited too long."""
    if language == "en":
        subject = f"Proposals have waited for more than {days} working days"
        head = "Nobody has answered these proposals. You may answer them, or remind their owner."
    else:
        subject = f"Des propositions attendent depuis plus de {days} jours ouvrés"
        head = "Personne n'a répondu à ces propositions. Répondez-y, ou rappelez-les à leur propriétaire."
    return Letter(subject, f"{_hello(language)}{head}\n\n{_listed(lines, language)}")


@dataclass(frozen=True, slots=True)
class Answered:
    """One value of a proposal as its answer tells it: what was kept instead, and why it was refused."""

    label: str
    answer: str
    given: str = ""
    reason: str = ""


def answered(line: Line, reason: str, values: Sequence[Answered], language: str) -> Letter:
    """Tell the author of a proposal what became of it, value by value."""
    listed = "".join(f"- {_answer(one, language)}\n" for one in values)
    listed = f"{listed}\n" if listed else ""
    if language == "en":
        subject = f"Your proposal about “{line.name}”: {line.outcome}"
        why = f"Reason: {reason}\n\n" if reason else ""
        told = f"Your proposal was {line.outcome}.\n\n{listed}{why}To read it, or to go on talking:\n"
        return Letter(subject, f"{_hello(language)}{told}{line.link}\n")
    subject = f"Votre proposition sur « {line.name} » : {line.outcome}"
    why = f"Motif : {reason}\n\n" if reason else ""
    told = f"Votre proposition est {line.outcome}.\n\n{listed}{why}Pour la relire ou en discuter :\n"
    return Letter(subject, f"{_hello(language)}{told}{line.link}\n")


def message(line: Line, who: str, words: str, language: str) -> Letter:
    """Tell somebody what was said about a proposal."""
    quoted = "\n".join(f"> {one}" for one in words.splitlines())
    if language == "en":
        subject, then = f"A message about “{line.name}”", "To answer:"
        told = f"{who or 'Somebody'} wrote about the proposal “{line.purpose} {line.name}”:"
    else:
        subject, then = f"Un message sur « {line.name} »", "Pour répondre :"
        told = f"{who or 'Quelqu’un'} vous écrit, à propos de « {line.purpose} {line.name} » :"
    return Letter(subject, f"{_hello(language)}{told}\n\n{quoted}\n\n{then}\n{line.link}\n")


def _answer(one: Answered, language: str) -> str:
    if language == "en":
        said = f"{one.label}: {one.answer}"
        given, why = f" Kept: {one.given}", f" Reason: {one.reason}"
    else:
        said = f"{one.label} : {one.answer}"
        given, why = f" Retenu : {one.given}", f" Motif : {one.reason}"
    more = f"{given if one.given else ''}{why if one.reason else ''}"
    return f"{said}.{more}" if more else said


def _hello(language: str) -> str:
    return "Hello,\n\n" if language == "en" else "Bonjour,\n\n"


def _listed(lines: Sequence[Line], language: str) -> str:
    if language == "en":
        return "".join(f"- {one.purpose} “{one.name}” ({one.member})\n  {one.link}\n" for one in lines)
    return "".join(f"- {one.purpose} « {one.name} » ({one.member})\n  {one.link}\n" for one in lines)
