"""What is kept: events in envelopes, snapshots of folds, played content. Knows no kind of event."""
