"""Fetching what strangers point to: the only door through which a badge has us go out."""
