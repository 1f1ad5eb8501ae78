"""The searchable list of members: facets, the reason why each was found, and the index behind it."""
