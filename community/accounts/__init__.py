"""Accounts: sign-up, sign-in, sessions that can be ended, staff roles. Stands on Flask-Security."""
