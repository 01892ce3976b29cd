"""The heart: records, their revisions, their states and their identifiers."""
