"""Bringing in what a WordPress site exports (WXR 1.0 to 1.2): read, made safe, kept."""
