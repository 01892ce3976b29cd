"""The screens, seen by a browser, a keyboard and an accessibility checker."""
