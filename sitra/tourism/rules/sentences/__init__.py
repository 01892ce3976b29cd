"""Openings and prices in plain sentences, French or English, from a document alone."""

from sitra.tourism.rules.sentences.opening import one_period, opening_sentence
from sitra.tourism.rules.sentences.prices import prices_sentence, rate_words
from sitra.tourism.rules.sentences.tongue import Tongue

__all__ = ("Tongue", "one_period", "opening_sentence", "prices_sentence", "rate_words")
