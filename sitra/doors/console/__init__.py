"""The command line: serve, work, import, index, look after the installation."""
