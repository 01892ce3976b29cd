"""Rights as areas: pure decisions, the same ones for a list and for one record."""
