"""Tags of the workplace."""
