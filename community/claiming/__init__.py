"""Who was brought in by an import makes that entry their own: by a link, an ORCID iD, or the desk; see decision 14."""
