"""`python -m community …` is the same program as the installed `community` command."""

from community.cli import main

main()
