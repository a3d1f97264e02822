"""A watched draft is told of when it is saved, and only what is to be told anew."""

from __future__ import annotations

import io
from collections.abc import Callable
from itertools import count
from pathlib import Path

import pytest
from rich.console import Console

from screening.advice import Advice, KsaAdvice
from screening.advice.lengths import Length
from screening.cli.drafts import Drafting, watch
from screening.errors import ApplicationError, ScreeningError
from screening.files.library import Library
from screening.reports.advice_text import print_advice
from screening.results import Rating, Versions

KSAS = ("courtesy", "leadership")
VERSIONS = Versions(**dict.fromkeys(Versions.model_fields, "1"))


def told(texts: dict[str, str]) -> Advice:
    """What a made-up engine tells: a requirement is demonstrated where its text says "I"."""
    ksas = tuple(
        KsaAdvice(
            ksa=ksa, number=number, requirement=f"Ability of {ksa}.", says=texts[ksa], because="",
            characters=len(texts[ksa]),
            rating=Rating(ksa=ksa, rating="demonstrated" if "I" in texts[ksa] else "not-demonstrated",
                          score=0.5, rule="r#x", code="other", because=""),
        )
        for number, ksa in enumerate(KSAS, start=1)
    )  # fmt: skip
    return Advice(standard="1@2", title="AGENT", outcome="needs-review", says="", because=(), ksas=ksas,
                  length=Length(characters=9, most=10), sections=(), versions=VERSIONS)  # fmt: skip


class Written(Drafting):
    """A draft of two lines, read by the made-up engine; a file that says "broken" cannot be read."""

    def __init__(self, path: Path) -> None:
        self.path, self.ksa = path, None

    def advice(self) -> Advice:
        lines = self.path.read_text().strip().splitlines()
        if lines == ["broken"]:
            raise ApplicationError("the file is broken", do="save it again")
        return told(dict(zip(KSAS, lines, strict=True)))


@pytest.fixture
def shown(tmp_path: Path) -> Callable[..., list[str]]:
    """Saves drafts one after another under a watcher's eyes; what it printed after each."""

    def run(*drafts: str | None) -> list[str]:
        path, out, printed = tmp_path / "draft.txt", io.StringIO(), list[str]()
        turns = count(1)

        def save(number: int) -> None:
            draft = drafts[number]
            if draft is None:
                path.unlink()
                return
            path.write_text(draft + "\n" * number)  # another size each time: no clock is so fine

        def wait(_: float) -> None:
            printed.append(out.getvalue())
            out.seek(0)
            out.truncate()
            if (number := next(turns)) >= len(drafts):
                raise KeyboardInterrupt
            save(number)

        save(0)
        watch(Written(path), Console(file=out, width=100), wait)
        return printed

    return run


def test_all_is_told_at_first_and_then_only_what_changed(shown: Callable[..., list[str]]) -> None:
    first, second, third = shown("We\nWe", "We\nI led", "We\nI led")
    assert "1. courtesy" in first
    assert "2. leadership" in first
    assert "1. courtesy" not in second
    assert "2. leadership  ✓ demonstrated" in second
    assert third == ""


def test_a_draft_that_cannot_be_read_is_told_and_waited_for(shown: Callable[..., list[str]]) -> None:
    first, broken, mended = shown("We\nWe", "broken", "I sold\nWe")
    assert "1. courtesy" in first
    assert "the file is broken" in broken
    assert "1. courtesy  ✓ demonstrated" in mended


def test_a_file_that_an_editor_takes_away_for_a_moment_ends_nothing(shown: Callable[..., list[str]]) -> None:
    _, gone, back = shown("We\nWe", None, "I sold\nWe")
    assert gone == ""
    assert "1. courtesy" in back


def test_what_a_draft_says_cannot_steer_a_terminal(shown: Callable[..., list[str]]) -> None:
    (first,) = shown("\x1b]0;owned\x07We\nWe")
    assert "\x1b]" not in first


def test_a_text_without_a_standard_is_refused_with_how_to_name_it(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("I sold stamps.")
    with pytest.raises(ScreeningError, match="--standard 2320-0012"):
        Drafting(file, None, Library())


def test_one_requirement_asked_for_is_the_one_told_of(tmp_path: Path) -> None:
    drafting = Written(tmp_path / "a.txt")
    drafting.ksa = "leadership"
    assert drafting.shown(told(dict.fromkeys(KSAS, "I")), None) == ["leadership"]


def test_of_one_requirement_asked_for_nothing_is_said_of_those_not_written(tmp_path: Path) -> None:
    out, texts = io.StringIO(), {"courtesy": "", "leadership": "I led."}
    for alone in (False, True):
        print_advice(told(texts), Console(file=out, width=100), ["leadership"], alone=alone)
        assert ("1 not written" in out.getvalue()) is not alone
        out.seek(0)
        out.truncate()
