"""The people of an institution, from a CSV: columns are mapped, lines checked, profiles made that nobody has claimed.

A line is known by an ORCID iD, an e-mail address or the institution's own number, never by a name alone.
"""
