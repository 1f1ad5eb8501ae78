"""Relations: whom a member follows, and whom they have blocked. Both are theirs to know, and nobody's to count."""
