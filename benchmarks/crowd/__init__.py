"""A hundred thousand people who do not exist, always the same ones: what the search engines are measured on."""
