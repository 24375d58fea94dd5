"""The nouns of the course, and how they are loaded."""
