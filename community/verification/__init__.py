"""How something on a profile is verified: by an editor, by an institution's address, by ORCID."""
