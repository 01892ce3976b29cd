"""Pure decisions of review."""
