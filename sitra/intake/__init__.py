"""Intake: reads the world's open data and turns it into records of the network."""
