"""One page a module; each draws itself from the store."""
