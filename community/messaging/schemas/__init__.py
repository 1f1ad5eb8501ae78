"""What comes in by JSON and sockets, what a participant is told of a log, and how pages show it."""
