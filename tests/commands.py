"""Commands as somebody types them, in an empty folder with two applications and an engine that is told."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
import yaml
from seated import ADDRESS, KSAS, VERSIONS, admission

from screening.cli import main
from screening.results import Rating, Screened
from screening.settings import Settings
from screening.standards import Ksa, Source, Standard

PANEL = "2320-0012-1"
OPEN = (
    f"panel open {ADDRESS} applications --member m1:chair --member m2:member --member m3:hr --as m1"
    " --open-copies"  # blind copies need the parser; what they are is tested where they are made
)
STANDARD = Standard.model_validate(
    {
        "occupation_code": "2320-0012", "title": "AGENT", "document_date": "2019-03-16",
        "ksas": [Ksa(id=ksa, kind="ability", text=f"Ability of {ksa}.") for ksa in KSAS],
        "source": Source(file="x", sha256="0" * 64),
    }
)  # fmt: skip
Run = Callable[..., str]


class Told:
    """An engine that says what it was told to: commands are tested, no model runs."""

    standard, settings, versions = STANDARD, Settings(), VERSIONS

    def screen(self, application: SimpleNamespace) -> Screened:
        return admission(application.candidate).screened

    def rate(self, ksa: str, texts: tuple[SimpleNamespace, ...]) -> Rating:
        candidate = re.findall(r"secret-of-([\w-]+),", texts[0].text)[0]
        return next(rating for rating in admission(candidate).screened.ratings if rating.ksa == ksa)


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch) -> Told:
    told = Told()
    monkeypatch.setattr("screening.opening.open_screener", lambda *_args, **_named: told)
    return told


@pytest.fixture
def run(
    engine: Told, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Run:
    """Runs a command in an empty folder with applications in ``applications``; gives what it says."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "applications").mkdir()
    for candidate in ("c-1", "c-2"):
        application = admission(candidate).application.model_dump(mode="json", exclude={"exams", "essays"})
        (tmp_path / "applications" / f"{candidate}.yaml").write_text(yaml.safe_dump(application))

    def command(line: str, code: int = 0, *more: str) -> str:
        monkeypatch.setattr(sys, "argv", ["screening", *line.split(), *more])
        try:
            main()
            ended = 0
        except SystemExit as end:
            ended = int(end.code or 0)
        out, err = capsys.readouterr()
        assert ended == code, f"{line}: {out}{err}"
        return out + err

    return command


@pytest.fixture
def opened(run: Run) -> Run:
    """The same, with a panel opened over both applications."""
    assert run(OPEN).startswith(f"{PANEL}\topened")
    return run


def rated(run: Run, member: str, values: str) -> None:
    """A member's ratings of both candidates, one character a KSA, and the lock."""
    for candidate in ("c-1", "c-2"):
        for ksa, value in zip(KSAS, values, strict=True):
            run(f"panel rate {PANEL} {candidate} {ksa} {value} --as {member}")
    run(f"panel lock {PANEL} --as {member}")
