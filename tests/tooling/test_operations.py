"""What docs/operations.md and the files in deploy/ name exists: commands, settings, files."""

from __future__ import annotations

import configparser
import json
import re
import shlex
from dataclasses import fields
from pathlib import Path

import click
import pytest

from config import Settings, settings_from
from labspace.cli import labspace

ROOT = Path(__file__).resolve().parents[2]
TEXTS = sorted([ROOT / "docs" / "operations.md", *(ROOT / "deploy").iterdir()])
NAMES = {f"LABSPACE_{field.name.upper()}" for field in fields(Settings)}
UNITS = ("labspace-server.service", "labspace-worker.service")


def shown(path: Path) -> str:
    return path.name


def commands_in(text: str) -> set[str]:
    """What stands behind `labspace` where a command is meant: in code, in a unit, in a container."""
    code = re.findall(r"`([^`\n]+)`", text) + re.findall(r"```sh\n(.*?)```", text, re.DOTALL)
    lines = [line.strip() for part in code for line in part.splitlines()]
    return {line for line in lines if re.match(r"(/opt/labspace/bin/)?labspace [a-z]", line)}


def find(words: list[str]) -> None:
    """Go down to the command of these words; options and files of the last are tried too."""
    command: click.Command = labspace
    context = click.Context(labspace, info_name="labspace")
    for number, word in enumerate(words):
        if not isinstance(command, click.Group):
            options = {name for parameter in command.params for name in parameter.opts}
            named = [part.partition("=")[0] for part in words[number:] if part.startswith("--")]
            assert set(named) <= options, words
            return
        found = command.get_command(context, word)
        assert found is not None, f"there is no command {' '.join(words)}"
        command = found


@pytest.mark.parametrize("path", TEXTS, ids=shown)
def test_every_setting_that_is_named_exists(path: Path) -> None:
    named = set(re.findall(r"LABSPACE_[A-Z_]+[A-Z]", path.read_text("utf-8")))
    assert named <= NAMES


def test_every_command_of_the_page_exists() -> None:
    found = commands_in((ROOT / "docs" / "operations.md").read_text("utf-8"))
    assert len(found) >= 10
    for line in sorted(found):
        find(shlex.split(line)[1:])


def test_every_file_of_the_page_exists() -> None:
    named = re.findall(r"`(deploy/[\w./-]+)`", (ROOT / "docs" / "operations.md").read_text("utf-8"))
    assert {"deploy/compose.yaml", "deploy/nginx.conf"} <= set(named)
    for name in named:
        assert (ROOT / name).exists(), name


def test_the_settings_file_is_taken_as_it_is() -> None:
    lines = (ROOT / "deploy" / "labspace.env").read_text("utf-8").splitlines()
    values = dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))
    settings = settings_from(values)
    assert settings.secure_cookies
    assert not settings.deliver_in_server


@pytest.mark.parametrize("name", UNITS)
def test_a_unit_starts_a_command_that_exists(name: str) -> None:
    unit = configparser.ConfigParser(strict=False, interpolation=None)
    unit.optionxform = str  # type: ignore[assignment,method-assign]
    unit.read(ROOT / "deploy" / name)
    for key in ("ExecStart", "ExecStartPre"):
        if key in unit["Service"]:
            program, *words = shlex.split(unit["Service"][key])
            assert program == "/opt/labspace/bin/labspace"
            find(words)
    assert unit["Service"]["EnvironmentFile"] == "/etc/labspace/labspace.env"
    assert unit["Service"]["User"] == "labspace"


def test_the_container_serves_as_the_command_does() -> None:
    text = (ROOT / "deploy" / "Containerfile").read_text("utf-8")
    found = re.search(r"^CMD (\[.*\])$", text, re.MULTILINE)
    assert found
    program, *words = json.loads(found[1])
    assert program == "labspace"
    find(words)
    assert "/readyz" in text


def test_the_composition_runs_commands_and_mounts_files_that_exist() -> None:
    text = (ROOT / "deploy" / "compose.yaml").read_text("utf-8")
    commands = re.findall(r"command: labspace (.+)", text)
    assert len(commands) == 2
    for line in commands:
        find(shlex.split(line))
    for name in re.findall(r"- \./([\w.-]+):", text):
        assert (ROOT / "deploy" / name).exists(), name
    services = re.findall(
        r"^  (\w+):", text.partition("services:")[2].partition("\nvolumes:")[0], re.MULTILINE
    )
    assert services == ["upgrade", "app1", "app2", "worker", "database", "proxy"]
    proxied = re.findall(r"server (\w+):5000;", (ROOT / "deploy" / "nginx-compose.conf").read_text("utf-8"))
    assert proxied == ["app1", "app2"]


def test_the_proxy_keeps_numbers_and_addresses_to_itself() -> None:
    for name in ("nginx.conf", "nginx-compose.conf"):
        text = (ROOT / "deploy" / name).read_text("utf-8")
        assert text.count("{") == text.count("}")
        assert re.search(r"location = /metrics \{[^}]*deny all;", text)
        assert "access_log off;" in text
