"""Sentences of the room `collectives`."""
