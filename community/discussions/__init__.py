"""Discussions: the thread of a story, replies in it, live."""
