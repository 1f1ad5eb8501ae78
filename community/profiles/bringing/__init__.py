"""Bring what you have: files of works and records of a person are read, shown, chosen from, kept, and undone.

The readers are pure: bytes in, frozen values out, and for each entry that did not come in the reason.
"""
