"""What goes out and comes in as a file."""
