"""Pure decisions about kinds and fields."""
