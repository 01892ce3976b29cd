"""Sitra: the open, collaborative tourism information system of a region."""
