"""Speaking to the real server: as a browser's socket does, and as a browser."""
