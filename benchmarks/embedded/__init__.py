"""500 members at their browsers, in groups of ten, in front of one embedded server."""
