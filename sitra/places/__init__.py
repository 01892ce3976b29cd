"""Places: communes, EPCI, départements, regions and their outlines."""
