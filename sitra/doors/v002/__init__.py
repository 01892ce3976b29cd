"""The door of the v002 contract, which live sites already speak."""
