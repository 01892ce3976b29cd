"""Formats: outside representations, as tables and pure functions."""
