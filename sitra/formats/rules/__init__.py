"""How the outside world writes what we know."""
