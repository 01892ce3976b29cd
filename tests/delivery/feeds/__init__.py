"""Tests of the pages of exports and webhooks."""
