"""An editor endorses a reply as evidence of a topic of whoever wrote it, by name and day, and can take it back."""
