"""Sentences of the room `endorsements`."""
