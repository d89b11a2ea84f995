"""Badges from elsewhere: verifying them, and keeping those that are one's own."""
