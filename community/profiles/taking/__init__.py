"""Take it with you: a profile in open formats, each made from a `Seen`, so that it holds what its reader may see."""
