"""Starting the program. Nothing is imported here: a realtime worker must meet gevent before all else (roles.py)."""
