"""Settings, addresses and entry points of the program; imports all, imported by none."""
