"""Tells people by mail that something waits for them."""
