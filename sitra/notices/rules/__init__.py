"""Pure decisions about what people are told."""
