"""Pure rules of places: the atlas in memory, shapes, movements of the official code."""
