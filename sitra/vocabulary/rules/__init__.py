"""Pure decisions about terms."""
