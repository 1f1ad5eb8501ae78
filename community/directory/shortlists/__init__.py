"""Shortlists: a member's private lists of people, with notes, shared with colleagues, weighed, taken along."""
