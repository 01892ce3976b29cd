"""The wire of v002: questions, fields, answers and errors."""
