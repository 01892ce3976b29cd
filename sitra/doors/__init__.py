"""Doors: ways in and out; they ask and show, decide nothing and never import models."""
