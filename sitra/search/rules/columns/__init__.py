"""The records of a node as columns in memory: filters, circles, days, orders, counts."""
