"""How a record changes: duplicates are decided here; proposals will be."""
