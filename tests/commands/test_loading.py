"""``roster`` loads the command that is called and nothing of the others, yet tells of all of them."""

import subprocess
import sys
from importlib.metadata import entry_points

import pytest

from roster.cli import COMMAND_GROUP, HELP_LINES

COMMANDS = {point.name: point for point in entry_points(group=COMMAND_GROUP)}
WITH_WHAT_IS_LOADED = """
import sys
from roster.cli import main

sys.argv = ["roster", *sys.argv[1:]]
try:
    main()
finally:
    print("loaded:", *sorted({name.partition(".")[0] for name in sys.modules}))
"""


def loaded_by(*arguments: str) -> set[str]:
    """The packages that a fresh process has loaded after ``roster ARGUMENTS``."""
    command = [sys.executable, "-c", WITH_WHAT_IS_LOADED, *arguments]
    printed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return set(printed.rpartition("loaded: ")[2].split())


def test_every_command_has_a_help_line_and_no_line_tells_of_none() -> None:
    assert HELP_LINES.keys() == COMMANDS.keys()


@pytest.mark.parametrize("name", COMMANDS)
def test_a_help_line_says_what_the_command_says_of_itself(name: str) -> None:
    assert HELP_LINES[name] == COMMANDS[name].load().get_short_help_str(limit=1000)


@pytest.mark.parametrize(
    ("arguments", "idle"),
    [
        (["--help"], {"alembic", "flask", "numpy", "ortools", "pandas", "pydantic", "scipy", "sqlalchemy"}),
        (["check", "--help"], {"alembic", "flask", "ortools", "scipy", "sqlalchemy"}),
        (["worker", "--help"], {"flask", "numpy", "ortools", "pandas", "scipy"}),
        (["serve", "--help"], {"flask", "gunicorn", "numpy", "ortools", "pandas", "scipy"}),
    ],
    ids=["help", "check", "worker", "serve"],
)
def test_a_process_loads_nothing_that_its_command_does_not_need(arguments: list[str], idle: set[str]) -> None:
    assert loaded_by(*arguments) & idle == set()


def test_control_a_package_that_is_needed_is_seen() -> None:
    assert {"click", "pandas", "roster"} <= loaded_by("check", "--help")
