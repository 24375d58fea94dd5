"""Every change of the tables since the first, for all wings, in one line."""
