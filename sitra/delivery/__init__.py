"""Delivery: the projects that are fed, and their keys."""
