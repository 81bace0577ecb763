"""What may be read of sourcing, by topic; the first argument is always the organisation that reads."""
