"""The same questions on Django REST Framework and PostgreSQL full-text, as one would write it first."""
