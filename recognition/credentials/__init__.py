"""Awards and endorsements as signed Open Badges: keys, credentials, status lists, addresses."""
