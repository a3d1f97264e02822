"""What scripts/setup says on a machine that lacks something and what it leaves alone; it installs nothing."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
# The Python beneath the environment that runs the tests.
PYTHON: str = getattr(sys, "_base_executable", sys.executable)


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout with no environment in it, under a name with a space."""
    folder = tmp_path / "a checkout"
    shutil.copytree(ROOT / "scripts", folder / "scripts")
    for name in ("requirements.lock", "pyproject.toml"):
        shutil.copy(ROOT / name, folder / name)
    return folder


def python_that(folder: Path, **answers: str) -> str:
    """A stand-in for a Python: for a word in its arguments it runs the command given, else a real Python."""
    cases = "".join(f"*{word}*) {command} ;;\n" for word, command in answers.items())
    path = folder / "python-stand-in"
    path.write_text(f'#!/bin/sh\ncase "$*" in\n{cases}*) exec "{PYTHON}" "$@" ;;\nesac\n')
    path.chmod(0o755)
    return str(path)


def setup(checkout: Path, **settings: str) -> tuple[int, str]:
    """The exit status and the messages of scripts/setup, run from elsewhere."""
    ours = ("SCREENING_", "PYTHON")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    environment = {**kept, "PIP_NO_INDEX": "1", **settings}  # a mistake here must not install a gigabyte
    command = ["bash", str(checkout / "scripts" / "setup")]
    run = subprocess.run(command, env=environment, cwd="/", capture_output=True, text=True, timeout=120)
    assert run.stdout == ""
    return run.returncode, run.stderr


def test_without_a_python_that_fits_it_says_which_are_needed_and_how_to_name_one(checkout: Path) -> None:
    status, said = setup(checkout, PYTHON="/nowhere/python3.12")
    assert status == 2
    assert "/nowhere/python3.12 does not run; Screening needs 3.11 or 3.12" in said
    assert "Set PYTHON" in said


def test_a_python_of_another_version_is_named_with_its_version(checkout: Path) -> None:
    status, said = setup(checkout, PYTHON=python_that(checkout, version_info="echo 3.13"))
    assert (status, "is Python 3.13; Screening needs 3.11 or 3.12" in said) == (2, True)


def test_with_nothing_on_the_path_it_says_what_was_looked_for(checkout: Path, tmp_path: Path) -> None:
    tools = tmp_path / "tools"
    tools.mkdir()
    for name in ("dirname", "cat", "sha256sum", "cut", "bash"):
        (tools / name).symlink_to(shutil.which(name) or "")
    status, said = setup(checkout, PATH=str(tools))
    assert status == 2
    assert "no Python 3.11 or 3.12 was found (looked for python3.11, python3.12 and python3)" in said
    assert "apt-get install python3 python3-venv python3-dev gcc" in said


def test_a_python_that_cannot_make_environments_is_told_from_none(checkout: Path) -> None:
    status, said = setup(checkout, PYTHON=python_that(checkout, ensurepip="exit 1"))
    assert status == 2
    assert "ensurepip module is missing" in said
    assert "apt-get install python3-venv" in said


def test_a_missing_compiler_is_noticed_before_anything_is_made(checkout: Path) -> None:
    status, said = setup(checkout, PYTHON=PYTHON, CC="/nowhere/gcc")
    assert status == 2
    assert '"/nowhere/gcc" does not work' in said
    assert "apt-get install gcc" in said
    assert not (checkout / ".venv").exists()


@pytest.mark.skipif(not shutil.which("cc"), reason="needs a C compiler")
def test_missing_headers_are_told_from_a_missing_compiler(checkout: Path) -> None:
    status, said = setup(checkout, PYTHON=python_that(checkout, get_path="echo /nowhere"), CC="cc")
    assert status == 2
    assert "Python.h" in said
    assert "python3-dev" in said
    assert not (checkout / ".venv").exists()


def test_an_environment_that_it_did_not_make_is_left_alone(checkout: Path) -> None:
    mine = checkout / ".venv" / "mine.txt"
    mine.parent.mkdir()
    mine.write_text("precious")
    status, said = setup(checkout, PYTHON=PYTHON, CC="true")
    assert (status, mine.read_text()) == (2, "precious")
    assert "scripts/setup did not make it" in said


def test_a_half_made_environment_is_thrown_away_and_made_again(checkout: Path) -> None:
    """The stand-in makes an environment whose pip fails, which is what a lost network looks like."""
    venv = checkout / ".venv"
    fails = f'mkdir -p "{venv}/bin"; ln -s "$(command -v false)" "{venv}/bin/python"'
    settings = {"PYTHON": python_that(checkout, **{"-m?venv": fails}), "CC": "true"}
    status, said = setup(checkout, **settings)
    assert (status, "could not be installed" in said) == (2, True)
    assert not (venv / ".screening-ready").exists()
    (venv / "left-over.txt").write_text("of the first try")
    status, said = setup(checkout, **settings)
    assert (status, "could not be installed" in said) == (2, True)
    assert not (venv / "left-over.txt").exists()


def test_a_kind_of_torch_that_it_does_not_know_is_refused(checkout: Path) -> None:
    status, said = setup(checkout, PYTHON=PYTHON, SCREENING_TORCH="cuda")
    assert (status, "SCREENING_TORCH=cuda is neither" in said) == (2, True)


@pytest.mark.parametrize(
    "script", ["scripts/setup", "scripts/demo", "scripts/test", "scripts/lock", ".ci/run"]
)
def test_the_scripts_can_be_run_and_read_by_bash(script: str) -> None:
    assert os.access(ROOT / script, os.X_OK)
    subprocess.run(["bash", "-n", ROOT / script], check=True)
