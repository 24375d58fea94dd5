"""What is kept, and the door, over SQLite and PostgreSQL."""
