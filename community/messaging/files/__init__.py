"""Files in messages: judged, kept outside of every public folder, handed to participants, gone with their message."""
