"""What docs/operations.md and the files in deploy/ name exists: commands, settings, files."""

from __future__ import annotations

import configparser
import re
import shlex
import shutil
import subprocess
from dataclasses import fields
from pathlib import Path

import click
import pytest

from config import Settings, settings_from
from labspace.cli import labspace
from tests.support.skips import cannot_run
from tests.tooling.composition import composition, container

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


def test_every_setting_there_is_is_named_on_the_page() -> None:
    text = (ROOT / "docs" / "operations.md").read_text("utf-8")
    assert set(re.findall(r"LABSPACE_[A-Z_]+[A-Z]", text)) == NAMES


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
    program, *words = container("CMD")
    assert program == "labspace"
    find(words)
    assert "/readyz" in " ".join(container("HEALTHCHECK"))


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


def test_every_service_of_the_composition_has_settings_that_are_taken() -> None:
    ours = {name: one for name, one in composition()["services"].items() if one["image"] == "labspace"}
    assert set(ours) == {"upgrade", "app1", "app2", "worker"}
    for name, service in ours.items():
        settings = settings_from(service["environment"])
        assert settings.database.startswith("postgresql+psycopg://labspace:geheim@database/"), name
        assert settings.secure_cookies
        assert settings.trusted_proxies == 1
        assert not settings.deliver_in_server
        assert set(service["environment"]) <= NAMES
    # Sessions and links of one server hold at the other.
    assert len({one["environment"]["LABSPACE_SECRET_KEY"] for one in ours.values()}) == 1


def test_the_parts_of_the_composition_know_each_other() -> None:
    services, volumes = (composition()[name] for name in ("services", "volumes"))
    for name, service in services.items():
        waited_for = service.get("depends_on", {})
        assert set(waited_for) <= set(services), name
        for other, how in waited_for.items() if isinstance(waited_for, dict) else ():
            if how["condition"] == "service_healthy":
                assert "healthcheck" in services[other]
            else:
                assert how["condition"] == "service_completed_successfully"
                assert services[other].get("restart", "no") == "no"
        for mount in service.get("volumes", ()):
            source = mount.partition(":")[0]
            assert source in volumes or source.startswith(("./", "/")), mount
    # The worker's backups and day sheets, and the key where none is set, outlive their containers.
    container = (ROOT / "deploy" / "Containerfile").read_text("utf-8")
    found = re.search(r"^ENV LABSPACE_DATA_DIR=(\S+)$", container, re.MULTILINE)
    assert found
    assert f"data:{found[1]}" in services["worker"]["volumes"]
    assert f"VOLUME {found[1]}" in container


def test_the_container_takes_what_make_wheel_gives() -> None:
    text = (ROOT / "deploy" / "Containerfile").read_text("utf-8")
    steps = [line.split()[0] for line in text.splitlines() if line and line[0].isupper()]
    assert steps[0] == "FROM"
    assert steps.index("USER") > steps.index("RUN"), "nothing is installed by whoever serves"
    assert "COPY dist/*.whl" in text
    assert "--out-dir dist" in (ROOT / "Makefile").read_text("utf-8")
    version = re.search(r'requires-python = ">=([\d.]+)"', (ROOT / "pyproject.toml").read_text("utf-8"))
    base = re.search(r"python:([\d.]+)", text)
    assert version
    assert base
    assert tuple(map(int, base[1].split("."))) >= tuple(map(int, version[1].split(".")))


def test_the_units_are_what_systemd_takes(tmp_path: Path) -> None:
    verify = shutil.which("systemd-analyze")
    if verify is None:
        cannot_run("systemd-analyze is not on this machine")
    for name in UNITS:
        # Where the program is not installed systemd would say only that.
        text = (ROOT / "deploy" / name).read_text("utf-8").replace("/opt/labspace/bin/labspace", "/bin/true")
        (tmp_path / name).write_text(text)
        done = subprocess.run(
            [verify, "verify", "--man=no", str(tmp_path / name)],
            check=False,
            capture_output=True,
            text=True,
            timeout=120,
        )
        about = [line for line in done.stderr.splitlines() if name in line]
        assert about == [], done.stderr


def test_the_proxy_keeps_numbers_and_addresses_to_itself() -> None:
    for name in ("nginx.conf", "nginx-compose.conf"):
        text = (ROOT / "deploy" / name).read_text("utf-8")
        assert text.count("{") == text.count("}")
        assert re.search(r"location = /metrics \{[^}]*deny all;", text)
        servers = re.findall(r"^server \{\n(.*?)^\}", text, re.MULTILINE | re.DOTALL)
        assert len(servers) == 2
        for server in servers:
            assert "access_log off;" in server
            # Failures of the servers behind are said at "error", with address and link of whoever asked.
            assert re.search(r"^ *error_log \S+ crit;$", server, re.MULTILINE)


def test_each_proxy_takes_http2_as_its_version_says_it() -> None:
    # Debian 12 has nginx 1.22; "http2 on" is a directive since 1.25.1.
    own = (ROOT / "deploy" / "nginx.conf").read_text("utf-8")
    assert re.search(r"^ *listen 443 ssl http2;$", own, re.MULTILINE)
    assert not re.search(r"^ *http2 on;$", own, re.MULTILINE)
    image = composition()["services"]["proxy"]["image"]
    version = tuple(int(part) for part in image.rpartition(":")[2].split("."))
    assert version >= (1, 26)
    composed = (ROOT / "deploy" / "nginx-compose.conf").read_text("utf-8")
    assert re.search(r"^ *http2 on;$", composed, re.MULTILINE)
