"""A professional network around a publication. Start reading at `app.py`, then `wiring.py`."""
