"""The facts told of the vocabulary."""

from enum import StrEnum


class VocabularyFact(StrEnum):
    """What is told of the vocabulary."""

    LOADED = "vocabulary.loaded"
