"""The demo community: invented people, and stories whose facts come from AidData (see README.md)."""
