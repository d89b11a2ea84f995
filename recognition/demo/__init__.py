"""The demo collectives: everyone and everything in them is made up (texts under CC0)."""
