"""Pure decisions about indexing and asking."""
