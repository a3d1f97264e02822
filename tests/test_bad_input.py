"""Bad input is refused with what was found, where, what was expected and what to do; nothing is skipped."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from screening.cli import main

GOOD = "candidate: c-1\nstandard: 2320-0012\nnarratives:\n  postal-products: I sold stamps for nine years.\n"

BAD: dict[str, tuple[bytes, tuple[str, ...]]] = {
    "not YAML": (b"candidate: [c-1\nstandard: 2320-0012\n", ("not YAML",)),
    "no mapping": (b"- just\n- a list\n", ("no application", "candidate")),
    "wrong type": (b"candidate: c-1\nstandard: 2320-0012\nnarratives: [a, b]\n", ("narratives", ":3")),
    "number for text": (GOOD.encode() + b"  group-leadership: 12\n", ("group-leadership", ":5", "quotes")),
    "unknown field": (GOOD.encode() + b"narrative: {}\n", ("narrative", "unknown", "narratives")),
    "unknown KSA": (
        GOOD.encode() + b"  postal-product: too\n",
        ("no KSA 'postal-product'", "postal-products"),
    ),
    "the same KSA twice": (GOOD.encode() + b"  postal-products: again\n", ("postal-products", "twice", ":5")),
    "no candidate": (b"standard: 2320-0012\nnarratives: {}\n", ("'candidate' is missing",)),
    "a name for an id": (b"candidate: Some Body\nstandard: 2320-0012\n", ("candidate", "never a name")),
    "another standard": (b"candidate: c-1\nstandard: 1910-0030\n", ("1910-0030", "2320-0012")),
    "binary": (b"\x00\x01\x02PNG\x00" * 50, ("binary",)),
    "wrong encoding": (
        "candidate: c-1\nstandard: 2320-0012\nnarratives: {postal-products: café}\n".encode("latin-1"),
        ("UTF-8",),
    ),
    "a narrative of 10 MB": (
        GOOD.encode() + b"  group-leadership: " + b"word " * 2_000_000 + b"\n",
        ("larger than",),
    ),
    "a narrative past the limit": (
        GOOD.encode() + b"  group-leadership: " + b"word " * 20_000 + b"\n",
        ("characters", "at most"),
    ),
    "an impossible date": (GOOD.encode() + b"submitted_on: 2019-02-30\n", ("submitted_on", ":5")),
    "an alias bomb": (
        b"candidate: c-1\nstandard: 2320-0012\nnarratives: {postal-products: &a x, group-leadership: *a}\n",
        ("alias",),
    ),
    "an essay for a KSA that is none": (
        b"candidate: c-1\nstandard: 2320-0012\nessays: [{ksas: [nope], text: words}]\n",
        ("'nope'",),
    ),
}


def run(arguments: list[str], monkeypatch: pytest.MonkeyPatch) -> int:
    """The command line's exit code."""
    monkeypatch.setattr(sys, "argv", ["screening", *arguments])
    with pytest.raises(SystemExit) as stop:
        main()
    return stop.value.code if isinstance(stop.value.code, int) else 0


@pytest.mark.parametrize("case", BAD)
@pytest.mark.parametrize("command", ["rank", "check"])
def test_each_kind_of_bad_application_has_its_own_error(
    case: str,
    command: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Exit code 2, the file named, what was found and what was expected told, nothing on stdout."""
    content, words = BAD[case]
    (tmp_path / "a.yaml").write_bytes(content)
    arguments = (
        ["rank", "2320-0012", str(tmp_path)]
        if command == "rank"
        else ["check", "--standard", "2320-0012", str(tmp_path)]
    )
    assert run(arguments, monkeypatch) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert "a.yaml" in err
    for word in words:
        assert word in err, err
    assert err.count("  do: ") == (1 if "\n1 file found" in err else 2), "a file's one refusal has one step"
    assert "\n1 file found, 1 refused" in err or "\n1 application found, 1 refused" in err


def test_all_files_are_accounted_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Four files in: each refusal is told, and the count adds up; the good one is not ranked by itself."""
    (tmp_path / "a.yaml").write_text(GOOD)
    (tmp_path / "b.yaml").write_text(GOOD)
    (tmp_path / "c.yaml").write_text("candidate: [")
    (tmp_path / "notes.docx").write_bytes(b"PK\x03\x04")
    assert run(["rank", "2320-0012", str(tmp_path)], monkeypatch) == 2
    err = capsys.readouterr().err
    assert "candidate 'c-1' is also in" in err
    assert "c.yaml" in err
    assert "notes.docx" in err
    assert "4 files found, 3 refused; nothing was rated" in err


@pytest.mark.parametrize("name", ["mine.docx", "mine.txt", "MINE.PDF", "mine.md", "mine.html"])
def test_a_draft_that_is_checked_as_an_application_is_led_to_advice(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """What --advice reads is refused with that option as the step; what nothing reads is not."""
    (tmp_path / name).write_text("I sorted the mail.")
    (tmp_path / "mine.xyz").write_text("I sorted the mail.")
    for path, led in ((name, True), ("mine.xyz", False)):
        assert run(["check", str(tmp_path / path), "--standard", "2320-0012"], monkeypatch) == 2
        err = capsys.readouterr().err
        assert ("--standard CODE#KSA --advice" in err) is led, err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["rank", "9999-9999", "{good}"], ("no standard '9999-9999'", "2320-0012")),
        (["rank", "2320-0012@1999-01-01", "{good}"], ("no version '1999-01-01'", "2019-03-16")),
        (["rank", "not an address", "{good}"], ("no address of a standard",)),
        (["rank", "2320-0012", "{empty}"], ("the folder is empty",)),
        (["rank", "2320-0012", "{empty}/nowhere"], ("no such file or folder",)),
        (["rank", "2320-0012", "{good}", "--library", "{empty}/nowhere"], ("no such folder",)),
        (["rank", "2320-0012"], ("Missing argument",)),
        (["rank", "2320-0012", "{good}", "--format", "docx"], ("'docx' is not",)),
        (["check", "{good}", "--standard", "9999-9999"], ("no standard '9999-9999'",)),
        (["frobnicate"], ("No such command",)),
    ],
)
def test_bad_usage_is_refused(
    arguments: list[str],
    words: tuple[str, ...],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Unknown addresses, empty folders and misspelled options each have their own error and exit code 2."""
    (tmp_path / "good").mkdir()
    (tmp_path / "empty").mkdir()
    (tmp_path / "good" / "a.yaml").write_text(GOOD)
    filled = [a.format(good=tmp_path / "good", empty=tmp_path / "empty") for a in arguments]
    assert run(filled, monkeypatch) == 2
    out, err = capsys.readouterr()
    for word in words:
        assert word in err, err
    assert out == ""


def test_an_output_that_cannot_be_written_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The result is not lost in silence: code 2, and no half-written file."""
    (tmp_path / "a.yaml").write_text(GOOD)
    blocked = tmp_path / "file"
    blocked.write_text("in the way")
    target = blocked / "slate.json"
    assert (
        run(
            ["rank", "2320-0012", str(tmp_path / "a.yaml"), "--format", "json", "--out", str(target)],
            monkeypatch,
        )
        == 2
    )
    assert "cannot be written" in capsys.readouterr().err
    assert blocked.read_text() == "in the way"
