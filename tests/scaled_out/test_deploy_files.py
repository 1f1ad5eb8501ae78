"""What the files in deploy/ say is what the program understands."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from community.cli import main
from community.config import Settings
from tests.scaled_out.units import UNITS, commands_of
from tests.serving import ROOT

DEPLOY = ROOT / "deploy"
COMPOSE = yaml.safe_load((DEPLOY / "compose.yaml").read_text())["services"]
OURS = {name: one for name, one in COMPOSE.items() if "build" in one}
COMMANDS = [
    *(tuple(command) for unit in sorted(UNITS.glob("*.service")) for command in commands_of(unit.stem)),
    *(tuple(one["command"][1:]) for one in OURS.values()),
]


@pytest.mark.parametrize("command", sorted(set(COMMANDS)), ids=" ".join)
def test_each_command_is_one(command: tuple[str, ...]) -> None:
    asked = CliRunner().invoke(main, [*command, "--help"])
    assert asked.exit_code == 0, asked.output


def test_units_and_containers_start_the_same_roles() -> None:
    of_units = {tuple(command) for unit in UNITS.glob("*.service") for command in commands_of(unit.stem)}
    assert of_units == {tuple(one["command"][1:]) for one in OURS.values()}


def test_nginx_knows_each_realtime_worker_in_three_places() -> None:
    site = (DEPLOY / "nginx" / "community.conf").read_text()
    ports = {str(one["environment"]["PORT"]) for one in OURS.values() if "realtime" in one["command"]}
    assert ports == set(re.findall(r"server 127\.0\.0\.1:(\d+) max_fails", site))
    for port in ports:
        assert re.search(rf"upstream (\w+) {{ server 127\.0\.0\.1:{port}; }}", site)
        assert re.search(rf"~\^{port}\\\. \w+_{port};", site)


def test_each_setting_exists() -> None:
    example = (DEPLOY / "settings.env.example").read_text()
    told = set(re.findall(r"^COMMUNITY_(\w+)=", example, re.MULTILINE))
    assert told <= {name.upper() for name in Settings.model_fields}


@pytest.mark.parametrize("role", ["pages", "realtime"])
def test_a_role_without_the_scaled_out_shape_says_what_is_missing(
    role: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COMMUNITY_INSTANCE_DIR", str(tmp_path))
    monkeypatch.delenv("COMMUNITY_DATABASE_URL", raising=False)
    asked = CliRunner().invoke(main, ["serve", "--role", role])
    assert asked.exit_code == 1
    assert "COMMUNITY_DATABASE_URL" in asked.output
