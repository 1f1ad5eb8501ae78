"""LaTeX as it stands in reference files, to plain text: accents, dashes, braces that only guard capitals."""

from __future__ import annotations

import re

from pylatexenc.latex2text import LatexNodes2Text, MacroTextSpec, get_default_latex_context_db
from pylatexenc.latexwalker import LatexWalkerError

_MARKUP = re.compile(r"[\\{}~]|--|``|''")
_MEANT_AS_TEXT = re.compile(r"(?<!\\)[%&]")
"""Reference managers write "Food & Water" and "100 %" as they are; for LaTeX they would begin a comment or a cell."""
_SIGNS = [
    MacroTextSpec("textbraceleft", "{"),
    MacroTextSpec("textbraceright", "}"),
    MacroTextSpec("textasciicircum", "^"),
]
"""What the decoder's own table lacks, or has otherwise than LaTeX prints it."""
_MOST = 4000


def _decoder() -> LatexNodes2Text:
    known = get_default_latex_context_db()
    known.add_context_category("signs", prepend=True, macros=_SIGNS)
    known.set_unknown_macro_spec(MacroTextSpec("", lambda node: node.latex_verbatim()))
    return LatexNodes2Text(latex_context=known, math_mode="verbatim", strict_latex_spaces=False)


_DECODER = _decoder()


def plain(latex: str) -> str:
    """The text that LaTeX would print; what it cannot read comes back without its braces. No file is included and no
    macro defined: the decoder knows a table of signs and nothing else."""
    latex = latex[:_MOST]
    if not _MARKUP.search(latex):
        return latex
    try:
        return str(_DECODER.latex_to_text(_MEANT_AS_TEXT.sub(r"\\\g<0>", latex)))
    except (LatexWalkerError, RecursionError, LookupError, ValueError, TypeError, AttributeError):
        return re.sub(r"[{}]", "", latex)
