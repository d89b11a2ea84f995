"""Sentences of the room `evidence`."""
