"""Tracks: GPX files read without trusting them, what is measured along them, and how they are drawn."""
