"""The taxonomy at the desk: topics are added, worded, retired and merged there, and listed for readers."""
