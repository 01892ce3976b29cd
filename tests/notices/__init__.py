"""Tests of what people are told, and of home."""
