"""Members: the organisations of the network, the seats of their people, their perimeters."""
