"""The commands in README and docs are commands: each is one that there is, and the first page's run."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import typer.main

from screening import opening
from screening.applications import Application
from screening.cli import app, main
from screening.files.library import Library
from screening.results import Screened
from screening.screener import Screener
from screening.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
FENCED = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
TELLS = re.compile(r"\S+: written\b|ends with code 1: ")  # what is said on stderr of a file that is written
INLINE = re.compile(r"`((?:\$ )?screening [a-z][^`]*)`")
ELSEWHERE = {
    "serve": "tests/test_web_*.py", "batch": "tests/test_batch_cli.py", "rescore": "tests/test_rescore.py",
    "fit": "tests/test_refitting.py",
}  # fmt: skip
"""Commands of the first page that other tests run, as they stand or nearly."""


def commands_in(page: str) -> Iterator[str]:
    """The lines of a page's blocks that somebody may type, without their comments."""
    for _, block in FENCED.findall(page):
        for line in block.replace("\\\n", " ").splitlines():
            typed = line.removeprefix("$ ")
            if typed.startswith("screening "):
                yield shlex.join(shlex.split(typed, comments=True))


SHOWN = [
    pytest.param(line, id=f"{path.relative_to(ROOT)}: {line}"[:100])
    for path in PAGES if path.exists()
    for line in commands_in(path.read_text(encoding="utf-8"))
]  # fmt: skip
NAMED = sorted({
    " ".join(span.split()).removeprefix("$ ")
    for path in PAGES if path.exists()
    for span in INLINE.findall(FENCED.sub("", path.read_text(encoding="utf-8")))
})  # fmt: skip


def understood(line: str) -> tuple[Any, list[str], list[str]]:
    """The command that a line names, its options, and its other words."""
    command: Any = typer.main.get_command(app)
    words = re.split(r"\s[|;]\s", line)[0].split()[1:] if "'" not in line else shlex.split(line)[1:]
    while words and hasattr(command, "commands"):
        name = words.pop(0)
        assert name in command.commands, f"{line}: there is no command {name}"
        command = command.commands[name]
    options, others = list[str](), list[str]()
    rest = iter(words)
    known = {name: one for one in command.params for name in (*one.opts, *one.secondary_opts)}
    for word in rest:
        if not word.startswith("-"):
            others.append(word)
            continue
        name = word.partition("=")[0]
        assert name in known or name in ("--help", "--version"), f"{line}: no option {name}"
        options.append(name)
        if name in known and "=" not in word and not getattr(known[name], "is_flag", False):
            next(rest, None)
    return command, options, others


LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)[^)]*\)")


@pytest.mark.parametrize("page", [p for p in PAGES if p.exists()], ids=lambda p: str(p.relative_to(ROOT)))
def test_what_a_page_links_to_is_there(page: Path) -> None:
    links = LINK.findall(FENCED.sub("", page.read_text(encoding="utf-8")))
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_there_are_examples_to_look_at() -> None:
    assert len(SHOWN) > 25
    assert len(NAMED) > 25


@pytest.mark.parametrize("line", SHOWN)
def test_a_command_in_a_block_is_one_that_can_be_typed(line: str) -> None:
    """Its name, its options, and as many other words as it takes."""
    command, options, others = understood(line)
    takes = [one for one in command.params if one.param_type_name == "argument"]
    least = sum(bool(one.required) for one in takes)
    most = 99 if any(one.nargs == -1 for one in takes) else len(takes)
    assert least <= len(others) <= most, line
    needed = [one.opts for one in command.params if one.param_type_name == "option" and one.required]
    assert all(set(names) & set(options) for names in needed), line


@pytest.mark.parametrize("line", NAMED)
def test_a_command_that_is_named_in_passing_is_there_with_its_options(line: str) -> None:
    """Its words may be places to fill in."""
    understood(line.replace("…", ""))


@pytest.mark.parametrize(
    "line", ["screening rnak x", "screening check --standrd x y", "screening panel opne"]
)
def test_a_command_that_is_none_is_noticed(line: str) -> None:
    with pytest.raises(AssertionError, match="no "):
        understood(line)


# --- the first page, run ---------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the page's commands name: two applications, a letter, groups, cases; a library to write to."""
    folder = tmp_path_factory.mktemp("reader")
    few = folder / "candidates" / "2320-0012"
    few.mkdir(parents=True)
    for name in ("c-0006.yaml", "c-0009.yaml"):
        shutil.copy(ROOT / "candidates" / "2320-0012" / name, few)
    shutil.copytree(ROOT / "standards", folder / "standards")
    shutil.copy(ROOT / "tests" / "documents" / "vacancy.txt", folder / "letter.txt")
    (folder / "groups.csv").write_text("candidate,sex\nc-0006,female\nc-0009,male\n", encoding="utf-8")
    case = {"ksa": "2320-0012#public-courtesy", "text": "I calmed a man at the counter.", "label": 2}
    lines = (json.dumps({"id": name, **case}) + "\n" for name in ("past", "more"))
    for name, line in zip(("past.jsonl", "cases.jsonl"), lines, strict=True):
        (folder / name).write_text(line, encoding="utf-8")
    return folder


OPEN = opening.open_screener
OPENED: dict[str, Screener] = {}


def open_once(
    address: str, library: Library | None = None, settings: Settings | None = None,
    on: date | None = None, addenda: Sequence[Path] = (),
) -> Screener:  # fmt: skip
    """Real screeners, each opened once and judging an application once: the page has some judged often."""
    key = f"{address} {settings.version if settings else ''} {on} {addenda}"
    if key not in OPENED:
        OPENED[key] = remembering(OPEN(address, library, settings, on, addenda))
    return OPENED[key]


def remembering(screener: Screener) -> Screener:
    judge, known = screener.screen, dict[str, Screened]()

    def screen(application: Application) -> Screened:
        told = application.model_dump_json()
        if told not in known:
            known[told] = judge(application)
        return known[told]

    screener.screen = screen  # type: ignore[method-assign]
    return screener


def before(line: str) -> Iterator[str]:
    """What a reader has done before they type a line."""
    if "fairness slate.json" in line:
        yield "screening rank 2320-0012 candidates/2320-0012 --format json --out slate.json"
    if "--head head.json" in line:
        yield "screening audit export --out record.jsonl --head head.json"


README = (ROOT / "README.md").read_text(encoding="utf-8")
FIRST = next(block for _, block in FENCED.findall(README) if block.startswith("screening standards list"))
VALIDATING = (ROOT / "docs" / "validating.md").read_text(encoding="utf-8")
LETTER = (ROOT / "docs" / "notices" / "explanation.md").read_text(encoding="utf-8")
TO_RUN = {
    "README.md": list(commands_in(f"```\n{FIRST}```")),
    "docs/validating.md": [line for line in commands_in(VALIDATING) if line.startswith("screening evaluate")],
    "docs/notices/explanation.md": list(commands_in(LETTER)),
}


@pytest.mark.parametrize("page", TO_RUN)
def test_the_commands_of_a_page_run_one_after_the_other(
    page: str, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """In a folder with what they name: done, or done with something for a person, and never refused."""
    monkeypatch.setattr("screening.opening.open_screener", open_once)
    monkeypatch.chdir(folder)
    monkeypatch.setenv("SCREENING_LIBRARY", str(folder / "standards"))
    monkeypatch.delenv("SCREENING_STORE", raising=False)
    assert TO_RUN[page]
    for shown in TO_RUN[page]:
        if shown.split()[1] in ELSEWHERE:
            continue
        for line in (*before(shown), shown):
            monkeypatch.setattr(sys, "argv", shlex.split(line))
            code = ended(main)
            out, err = capsys.readouterr()
            assert code in (0, 1), f"{line}: {out[-500:]}{err}"
            assert all(TELLS.match(told) for told in err.splitlines()), f"{line}: {err}"


def ended(command: Callable[[], object]) -> int:
    """The exit code of a command."""
    try:
        command()
    except SystemExit as end:
        return int(end.code or 0)
    return 0


def test_what_the_first_page_leaves_lies_there(folder: Path) -> None:
    """The files that its commands name are written."""
    left = {path.name for path in folder.iterdir()}
    assert {"slate.html", "slate.xlsx", "blind", "proof.html", "panel.db", "letter.txt"} <= left
