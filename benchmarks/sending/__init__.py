"""16 members who talk in pairs, in front of both shapes of the program, and the bare database beside them."""
