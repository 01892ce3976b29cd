"""The reader of a file that a member brought."""

from functools import lru_cache

from sitra.intake.models import Deposit, Mapping
from sitra.intake.rules.draft import Source
from sitra.intake.rules.owned import Owned
from sitra.intake.rules.recognising import FORMATS
from sitra.intake.rules.sources import SOURCES, Reader
from sitra.intake.rules.tabular import plans
from sitra.intake.rules.tabular.plans import Plan
from sitra.intake.rules.tabular.reader import TableReader
from sitra.intake.rules.tabular.terms import TermWords
from sitra.kit.errors import Impossible
from sitra.vocabulary import queries as vocabulary
from sitra.vocabulary.rules.atlas import Atlas

LICENCE = "Données du membre"


def reader_of(deposit: Deposit) -> Reader:
    """Give the reader of a file; raises `Impossible` when its columns are not mapped yet."""
    if deposit.source:
        reader = SOURCES[deposit.source]
        own = deposit.source in FORMATS
        return Owned(reader, deposit.member_id, deposit.member.name) if own else reader
    if deposit.mapping is None:
        message = "Dites d'abord ce que deviennent les colonnes de ce fichier."
        raise Impossible(message)
    return table_reader(deposit.mapping)


def table_reader(mapping: Mapping, plan: Plan | None = None) -> TableReader:
    """Give the reader that a mapping makes, or would make with another plan."""
    plan = plan or plans.plan(mapping.plan)
    name = f"{mapping.name} ({mapping.member.name})"
    return TableReader(plan, Source(mapping.source, name, LICENCE, "", (), False, plan.digest), lexicon())  # noqa: FBT003


def lexicon() -> TermWords:
    """Give the words of all terms, kept as long as the vocabulary is."""
    return _lexicon(vocabulary.atlas())


@lru_cache(maxsize=1)
def _lexicon(atlas: Atlas) -> TermWords:
    return TermWords(atlas.book)
