"""The catalogue: the sixteen kinds and their fields, declared once, everything else derived."""
