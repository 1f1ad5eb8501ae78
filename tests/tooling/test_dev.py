"""`./dev` explains itself, whatever it is asked."""

import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[2]


def dev(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([ROOT / "dev", *arguments], capture_output=True, text=True)


def test_help_has_a_line_for_every_command() -> None:
    commands_part = (ROOT / "dev").read_text().partition("# ---- set-up")[0]
    commands = re.findall(r"^(\w+)\(\)", commands_part, re.MULTILINE)

    explained = re.findall(r"^  (\w+) +\S", dev("help").stdout, re.MULTILINE)

    assert explained == commands


def test_no_command_is_a_wish_for_help() -> None:
    assert dev().stdout == dev("help").stdout == dev("--help").stdout


def test_an_unknown_command_is_refused_with_the_list_of_known_ones() -> None:
    refused = dev("say")  # a function of the script, but no command

    assert refused.returncode == 1
    assert "there is no command 'say'" in refused.stderr
    assert "  screenshots" in refused.stderr
