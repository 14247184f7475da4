"""The documents that people read hold what the code says."""

from pathlib import Path

import yaml

from idp.cli.app import app
from idp.settings import settings_table

_ROOT = Path(__file__).parents[2]


def test_operations_lists_every_setting_as_the_settings_class_has_it() -> None:
    assert settings_table() in (_ROOT / "docs" / "operations.md").read_text(encoding="utf-8")


def test_readme_shows_the_two_commands_on_its_first_screen() -> None:
    first_screen = "\n".join((_ROOT / "README.md").read_text(encoding="utf-8").splitlines()[:30])
    assert "make demo" in first_screen
    assert "make test" in first_screen


def test_every_command_that_the_compose_file_runs_exists() -> None:
    compose = yaml.safe_load((_ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
    ours = [service["command"] for service in compose["services"].values() if service.get("image") == "idp"]
    known = {command.name or command.callback.__name__ for command in app.registered_commands if command.callback is not None}
    assert len(ours) >= 5
    assert {command[1] for command in ours} <= known
