"""What all pages share: doors, error pages, headers, assets, language."""
