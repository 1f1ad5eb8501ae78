"""Stories: curated links and articles, the desk where editors make them, and imports."""
