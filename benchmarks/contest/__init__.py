"""Search engines side by side: the same crowd, the same questions, each in a process of its own."""
