"""Marking: what an answer is worth beside what a random answer would earn."""
