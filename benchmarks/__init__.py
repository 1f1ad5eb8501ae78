"""How fast and how light the main jobs are, each beside a reference that ran in the same minutes.

`./dev bench [NAME …]` measures; `suite/` holds one small module per benchmark; docs/performance.md the last figures.
"""
