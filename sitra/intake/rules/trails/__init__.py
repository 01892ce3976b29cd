"""Trails: what their files say, what is measured along them, and the record they become."""
