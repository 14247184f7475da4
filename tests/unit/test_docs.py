"""The documents that people read hold what the code says."""

import re
from pathlib import Path

import typer
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
    assert len(ours) >= 5
    commands = typer.main.get_group(app).commands
    for program, name, *options in ours:
        assert program == "idp"
        commands[name].make_context(name, options)  # raises on an option that the command does not have


def test_the_image_and_the_setup_install_the_same_programs() -> None:
    installed = re.search(r"tesseract-ocr[\w \-]*", (_ROOT / "Dockerfile").read_text(encoding="utf-8"))
    setup = (_ROOT / "requirements" / "setup.sh").read_text(encoding="utf-8")
    languages = re.search(r"for language in ([a-z ]+);", setup)
    assert installed is not None
    assert languages is not None
    assert installed[0].split() == ["tesseract-ocr", *(f"tesseract-ocr-{language}" for language in languages[1].split())]
