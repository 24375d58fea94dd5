"""Playing a conversation and saying exactly what every reply was worth."""
