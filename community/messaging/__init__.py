"""Messaging: private conversations whose messages are never lost, in order, once."""
