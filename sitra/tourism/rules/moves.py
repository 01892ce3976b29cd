"""How a record goes from one state to another."""

from dataclasses import dataclass

from sitra.kit.errors import Impossible
from sitra.tourism.events import ObjectFact, State


@dataclass(frozen=True, slots=True)
class Move:
    """A change of state: whence, whither, and the fact that tells it."""

    sources: frozenset[State]
    target: State
    fact: ObjectFact


MOVES = {
    "publish": Move(frozenset({State.DRAFT, State.HIDDEN}), State.PUBLISHED, ObjectFact.PUBLISHED),
    "hide": Move(frozenset({State.PUBLISHED}), State.HIDDEN, ObjectFact.HIDDEN),
    "delete": Move(
        frozenset({State.DRAFT, State.PUBLISHED, State.HIDDEN}), State.DELETED, ObjectFact.DELETED
    ),
    "restore": Move(frozenset({State.DELETED}), State.HIDDEN, ObjectFact.RESTORED),
}

NAMES = {
    State.DRAFT: ("brouillon", "draft"),
    State.PUBLISHED: ("publié", "published"),
    State.HIDDEN: ("masqué", "hidden"),
    State.DELETED: ("supprimé", "deleted"),
}


def name(state: str, language: str = "fr") -> str:
    """Name a state in French or English."""
    french, english = NAMES[State(state)]
    return english if language == "en" else french


def move(verb: str, state: str) -> Move:
    """Give the move a verb makes from a state, or refuse it."""
    wanted = MOVES[verb]
    if State(state) not in wanted.sources:
        message = f"Une fiche à l'état « {name(state)} » ne peut pas passer à « {name(wanted.target)} »."
        raise Impossible(message)
    return wanted
