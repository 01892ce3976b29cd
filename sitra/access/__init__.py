"""Rights on records: what a seat, a grant, a duty over a département or a collaboration lets one do."""
