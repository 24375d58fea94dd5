"""A learner's practice: what happened as events, and the commands that make it happen."""
