"""The workplace of the network: search, map and records, for those who signed in."""
