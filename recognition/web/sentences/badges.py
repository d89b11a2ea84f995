"""Sentences of the room `badges`."""
