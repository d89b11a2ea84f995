"""The Open Badges standards and what they stand on, without database, settings or network."""
