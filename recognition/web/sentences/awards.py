"""Sentences of the room `awards`."""
