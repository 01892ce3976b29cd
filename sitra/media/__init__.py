"""Media: files that members give, what is made of them, and under which licence they are shown."""
