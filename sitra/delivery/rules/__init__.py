"""Decisions about projects, without clock or table."""
