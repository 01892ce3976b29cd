"""Tables of anybody: read from any usual file, their columns mapped to fields, their cells to values."""
