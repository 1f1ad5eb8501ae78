"""Saved searches: questions to the directory under a name, and a mail when somebody new matches one."""
