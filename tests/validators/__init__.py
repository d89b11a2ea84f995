"""What libraries of others say of our badges, given what the platform serves."""
