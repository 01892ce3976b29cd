"""What the modern API says of records: paths that may be asked for, cursors, GeoJSON and schema.org."""
