"""Local addenda: what may be added to a standard, what is refused, and what becomes of it in a result."""

from __future__ import annotations

import hashlib
import json
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from screening.addenda import Addendum, with_addendum
from screening.applications import Application, ExamResult
from screening.cli import app
from screening.errors import ScreeningError, StandardError
from screening.files.addenda import read_addendum
from screening.files.checking import check_library
from screening.files.library import Library, default_root
from screening.files.yaml import dump_yaml
from screening.opening import open_screener
from screening.outcomes import gates_of, outcome_of
from screening.screener import DRAFTED
from screening.settings import Exams

AGENT = "2320-0012@2019-03-16"
EXAM = {"number": 718, "text": "Examination 718 is required here."}
DRIVING = {"text": "A valid state driver's license is required."}
SOURCE = {"file": "memo.txt", "sha256": "0" * 64}
RUN = CliRunner()


def addendum(folder: Path, name: str = "local", **fields: Any) -> Path:
    """A file with an addendum: examination 718 for the agent, unless told otherwise."""
    content = {"adds_to": "2320-0012", "issued_on": "2024-05-01", "examinations": [EXAM], "source": SOURCE}
    path = folder / f"{name}.addendum.yaml"
    path.write_text(dump_yaml({k: v for k, v in (content | fields).items() if v is not None}), "utf-8")
    return path


def test_an_examination_and_a_driving_requirement_are_added_and_nothing_else_changes(tmp_path: Path) -> None:
    before = Library().resolve(AGENT)
    path = addendum(tmp_path, driving=DRIVING)
    after = Library().resolve(AGENT, addenda=[path])
    assert [e.number for e in after.standard.examinations] == [477, 718]
    assert after.standard.driving is not None
    assert after.standard.driving.text == DRIVING["text"]
    unchanged = {"examinations": before.standard.examinations, "additional": before.standard.additional}
    assert after.standard.model_copy(update=unchanged) == before.standard
    assert after.standard_sha256 == before.standard_sha256
    assert [one.sha256 for one in after.addenda] == [hashlib.sha256(path.read_bytes()).hexdigest()]


def test_what_is_added_becomes_a_gate(tmp_path: Path) -> None:
    """An added examination that was failed disqualifies; a driving requirement is for people to look at."""
    standard = Library().resolve(AGENT, addenda=[addendum(tmp_path, driving=DRIVING)]).standard
    exams = (ExamResult(number=477, score=90), ExamResult(number=718, result="ineligible"))
    application = Application(candidate="c-1", standard="2320-0012", exams=exams)
    gates = gates_of(application, standard, Exams())
    assert [(g.gate, g.result) for g in gates] == [
        ("exam 477", "pass"), ("exam 718", "fail"), ("physical", "not-assessed"), ("driving", "not-assessed"),
    ]  # fmt: skip
    assert outcome_of((), gates) == ("not-qualified", ("exam 718 was failed",))


@pytest.mark.parametrize(
    ("fields", "said", "line"),
    [
        ({"examinations": [EXAM | {"number": 473}]}, "number 473", 3),
        ({"examinations": [{"text": "A test."}]}, "no number", 3),
        ({"examinations": [EXAM, EXAM]}, "718 twice", 3),
        ({"examinations": None}, "adds nothing", None),
        ({"ksas": [{"id": "x", "kind": "other", "text": "y"}]}, "sets 'ksas'", None),
        ({"physical": {"text": "Must lift 90 pounds."}}, "sets 'physical'", None),
        ({"struck": []}, "sets 'struck'", None),
        ({"issued_on": None}, "'issued_on' is missing", None),
        ({"source": None}, "'source' is missing", None),
    ],
)
def test_an_addendum_that_does_more_than_it_may_is_refused_with_its_place(
    tmp_path: Path, fields: dict[str, Any], said: str, line: int | None
) -> None:
    path = addendum(tmp_path, **fields)
    with pytest.raises(StandardError, match=said) as refused:
        read_addendum(path)
    assert refused.value.where.startswith(f"{path}:{line or ''}")
    if "missing" not in said:
        assert "examination 718, a driving requirement" in refused.value.expected


@pytest.mark.parametrize(
    ("adds_to", "said"),
    [("1910-0029", "for 1910-0029"), ("2320-0012@2018-01-01", "for 2320-0012@2018"), (f"{AGENT}#x", "#x")],
)
def test_an_addendum_to_something_else_is_refused(tmp_path: Path, adds_to: str, said: str) -> None:
    with pytest.raises(StandardError, match=said):
        Library().resolve(AGENT, addenda=[addendum(tmp_path, adds_to=adds_to)])


def test_what_is_listed_already_cannot_be_added_again(tmp_path: Path) -> None:
    """Two addenda, or an addendum and the standard, never say the same thing twice with other words."""
    exam = addendum(tmp_path, "exam")
    driving = addendum(tmp_path, "driving", examinations=None, driving=DRIVING)
    assert len(Library().resolve(AGENT, addenda=[exam, driving]).addenda) == 2
    with pytest.raises(StandardError, match="examination 718 already"):
        Library().resolve(AGENT, addenda=[exam, exam])
    with pytest.raises(StandardError, match="driving requirement already"):
        Library().resolve(AGENT, addenda=[driving, driving])


def test_an_addendum_does_not_apply_before_it_was_issued(tmp_path: Path) -> None:
    path = addendum(tmp_path)
    day = date(2024, 5, 1)
    assert len(Library().resolve("2320-0012", day, [path]).standard.examinations) == 2
    with pytest.raises(StandardError, match="issued on 2024-05-01, after 2024-04-30"):
        Library().resolve("2320-0012", date(2024, 4, 30), [path])


def test_adding_in_memory_keeps_to_the_same_law() -> None:
    standard = Library().resolve(AGENT).standard
    other = Addendum.model_validate({
        "adds_to": "2320-0012", "issued_on": "2024-05-01", "source": SOURCE,
        "examinations": [{"number": 474, "text": "Examination 474."}],
    })  # fmt: skip
    with pytest.raises(StandardError, match="number 474"):
        with_addendum(standard, other)


def test_a_library_tells_addenda_from_versions_and_checks_them(tmp_path: Path) -> None:
    shutil.copytree(default_root(), tmp_path / "standards")
    library = Library(tmp_path / "standards")
    folder = library.root / "2320-0012"
    path = addendum(folder)
    assert library.addenda("2320-0012") == [path]
    assert [s.version for s in library.series("2320-0012").versions] == ["2019-03-16"]
    assert not [f for f in check_library(library) if f.needs_a_person]
    addendum(folder, "other", adds_to="1910-0029")
    assert [f.found for f in check_library(library) if f.needs_a_person] == ["the addendum is for 1910-0029"]


def test_a_result_names_the_addendum_and_its_hash(tmp_path: Path) -> None:
    path = addendum(tmp_path)
    told = open_screener(AGENT, addenda=[path]).versions.standard
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    assert told.startswith(f"{AGENT} sha256:")
    assert told.endswith(f"; addendum local sha256:{digest}")


# The commands; an application without a word needs no model


def wordless(folder: Path, standard: str = "2320-0012") -> Path:
    """An application of which only the examinations can be judged."""
    path = folder / "c-1.yaml"
    exams = [{"number": 477, "score": 90}, {"number": 718, "result": "ineligible"}]
    path.write_text(dump_yaml({"candidate": "c-1", "standard": standard, "exams": exams}), "utf-8")
    return path


def test_rank_and_check_apply_an_addendum_and_a_day(tmp_path: Path) -> None:
    local = addendum(tmp_path)
    filed = wordless(tmp_path, AGENT)
    more = ["--addendum", str(local), "--on", "2024-06-01", "--format", "json"]
    ranked = RUN.invoke(app, ["rank", "2320-0012", str(filed), *more])
    assert ranked.exit_code == 0, ranked.output
    slate = json.loads(ranked.stdout)
    assert slate["standard"] == AGENT
    assert "addendum local sha256:" in slate["versions"]["standard"]
    assert {"gate": "exam 718", "result": "fail"}.items() <= slate["slate"][0]["gates"][1].items()
    checked = RUN.invoke(app, ["check", str(filed), *more])
    assert checked.exit_code == 1
    assert "addendum local" in json.loads(checked.stdout)["applications"][0]["versions"]["standard"]


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (["rank", AGENT, "FILE", "--on", "2024-06-01"], "names a version"),
        (["check", "FILE", "--standard", AGENT, "--on", "2024-06-01"], "names a version"),
        (["rank", "2320-0012", "FILE", "--on", "2019-03-15"], "in force on 2019-03-15"),
        (["check", "FILE", "--on", "2019-03-15"], "in force on 2019-03-15"),
        (["check", "FILE", "--on", "2024-04-01", "--addendum", "LOCAL"], "after 2024-04-01"),
    ],
)
def test_a_day_without_a_version_and_a_version_beside_a_day_are_refused(
    tmp_path: Path, command: list[str], said: str
) -> None:
    files = {"FILE": str(wordless(tmp_path)), "LOCAL": str(addendum(tmp_path))}
    result = RUN.invoke(app, [files.get(word, word) for word in command])
    assert isinstance(result.exception, ScreeningError)
    assert said in str(result.exception)


def test_check_on_a_day_uses_the_version_of_that_day_whichever_the_application_names(tmp_path: Path) -> None:
    library = tmp_path / "standards"
    shutil.copytree(default_root(), library)
    now = library / "2320-0012" / "2019-03-16.yaml"
    old = now.read_text(encoding="utf-8").replace("document_date: 2019-03-16", "document_date: 2010-01-01")
    now.with_name("2010-01-01.yaml").write_text(old, encoding="utf-8")
    filed = wordless(tmp_path, AGENT)
    for day, version in (("2012-01-01", "2010-01-01"), ("2019-03-16", "2019-03-16")):
        command = ["check", str(filed), "--on", day, "--library", str(library), "--format", "json"]
        told = json.loads(RUN.invoke(app, command).stdout)["applications"][0]
        assert told["standard"] == f"2320-0012@{version}"
        assert (DRAFTED in told["notices"]) == (version == "2010-01-01")
        assert told["versions"]["checklist"].startswith("draft" if version == "2010-01-01" else "sha256:")
