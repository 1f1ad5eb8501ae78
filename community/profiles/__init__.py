"""Profiles: what a member says of themselves, topics of expertise, and what was verified."""
