"""The library of standards on disk: strict files, addresses, writing without surprises."""

from __future__ import annotations

import json
import re
import shlex
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from screening.applications import Application
from screening.cli.standards import app
from screening.errors import ApplicationError, ScreeningError, StandardError
from screening.files.json import parse_json
from screening.files.library import Library, default_root
from screening.files.parsed import MAX_BYTES, MAX_DEPTH, validate
from screening.files.writing import standard_yaml, write_standard
from screening.files.yaml import dump_yaml, parse_yaml, read_yaml
from screening.reading.indicators import draft_checklist
from screening.standards import Standard, series_of

HERE = Path("a.yaml")
SEED = "standards/sources/2320-0012.txt"
RUN = CliRunner()

PLAIN_STANDARD = """\
MAIL HANDLER TRAINER
Grade: PS-06
Occupation Code: 2315-0044
DATED

REQUIREMENTS

1. Knowledge of mail handling procedures sufficient to train others.
2. Ability to explain work methods to new employees.
"""

HONEST = [
    ("no", "no"), ("Yes", "Yes"), ("on", "on"), ("0340", "0340"), ("0340-0016", "0340-0016"), ("1e5", "1e5"),
    ("12:30", "12:30"), ("2019-03-16", "2019-03-16"), ("0x1F", "0x1F"), ("1_000", "1_000"), (".inf", ".inf"),
    ("9" * 30, "9" * 30), ("12", 12), ("-3", -3), ("1.5", 1.5), ("true", True), ("null", None), ("~", None),
    ("'12'", "12"), ('"true"', "true"), ("", None), ("=", "="), ("<<", "<<"),
]  # fmt: skip

REFUSED_YAML = [
    ("a: 1\nb: 2\na: 3", 3, "given twice"),
    ("a: &x 1", 1, "anchor"),
    ("a: 1\nb: *x", 2, "alias"),
    ("a: !!python/object/apply:os.system [x]", 1, "tag"),
    ("a: !local 1", 1, "tag"),
    ("a: 1\n---\nb: 2", 2, "second document"),
    ("? [a, b]\n: c", 1, "key belongs"),
    ("a: b\nc: ]", 2, "not YAML"),
    ("[" * (MAX_DEPTH + 5), 1, "deep"),
    ("a: b\n\tc: d", 2, "not YAML"),
]

REFUSED_JSON = [
    ('{"a": 1,\n "a": 2}', 2, "given twice"),
    ('{"a": NaN}', None, "NaN"),
    ('{"a": -Infinity}', None, "Infinity"),
    ('{"a": 1e999}', None, "out of range"),
    ("[" * 100_000, 1, "deep"),
    ('{"a":\n"\\ud800"}', 2, "surrogate"),
    ('{"a": 1,}', 1, "not JSON"),
    ("", 1, "not JSON"),
]


@pytest.mark.parametrize(("written", "meant"), HONEST)
def test_a_plain_word_means_what_it_says(written: str, meant: Any) -> None:
    assert parse_yaml(f"a: {written}\n", HERE).value == {"a": meant}


@pytest.mark.parametrize(("text", "line", "said"), REFUSED_YAML)
def test_yaml_that_hides_or_repeats_is_refused_with_its_line(text: str, line: int, said: str) -> None:
    with pytest.raises(ScreeningError, match=said) as refused:
        parse_yaml(text, HERE)
    assert refused.value.where == f"a.yaml:{line}"


@pytest.mark.parametrize(("text", "line", "said"), REFUSED_JSON)
def test_json_goes_through_the_same_door(text: str, line: int | None, said: str) -> None:
    with pytest.raises(ScreeningError, match=said) as refused:
        parse_json(text, HERE)
    assert refused.value.where == (f"a.yaml:{line}" if line else "a.yaml")


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"\x00\x01\x02", "binary"),
        ("candidate: caf\xe9".encode("latin-1"), "not UTF-8"),
        ("a: b".encode("utf-16"), "not UTF-8|binary"),
        (b"a: " + b"x" * MAX_BYTES, "larger than"),
    ],
)
def test_a_file_that_is_no_reasonable_text_is_refused(tmp_path: Path, raw: bytes, said: str) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes(raw)
    with pytest.raises(ScreeningError, match=said):
        read_yaml(path)


@pytest.mark.parametrize("name", ["missing.yaml", "."])
def test_what_is_no_file_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(ScreeningError, match=r"no such file|not a regular file"):
        read_yaml(tmp_path / name)


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("standard: x", 1, "'candidate' is missing"),
        ("candidate: c\nstandard: x\nnarative: {}", 3, "did you mean 'narratives'"),
        ("candidate: 12\nstandard: x", 1, "put it in quotes"),
        ("candidate: c\nstandard: x\nexams:\n- number: 477\n- number: many", 5, "exams.1.number"),
        ("candidate: c\nstandard: x\nsubmitted_on: 2019-02-30", 3, "submitted_on"),
        ("- c", 1, "a list"),
        ("", 1, "empty"),
    ],
)
def test_what_does_not_fit_is_named_with_line_field_and_expectation(text: str, line: int, said: str) -> None:
    with pytest.raises(ApplicationError, match=said) as refused:
        validate(Application, parse_yaml(text, HERE), ApplicationError)
    assert refused.value.where == f"a.yaml:{line}"


def test_all_that_does_not_fit_is_told_at_once_each_at_its_place() -> None:
    text = "candidate: 12\nstandard: x\nnarative: {}\nexams:\n- number: 477\n- number: many"
    with pytest.raises(ApplicationError) as refused:
        validate(Application, parse_yaml(text, HERE), ApplicationError)
    head, *lines = str(refused.value).splitlines()
    assert head == f"a.yaml:1: {len(lines) - 1} problems"
    for place, said in ((1, "put it in quotes"), (3, "did you mean 'narratives'?"), (6, "exams.1.number")):
        assert any(line.startswith(f"  a.yaml:{place}: ") and said in line for line in lines), lines
    many = "candidate: c\nstandard: x\n" + "".join(f"strange{number}: 1\n" for number in range(30))
    with pytest.raises(ApplicationError, match=r"a.yaml:22: .*\n  and 10 more\n"):
        validate(Application, parse_yaml(many, HERE), ApplicationError)


TEXT, KEY = st.text(st.characters(exclude_categories=["Cs", "Cc"])), st.text("abc-0", min_size=1)
PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**17), 10**17) | TEXT,
    lambda inside: st.lists(inside, max_size=4) | st.dictionaries(KEY, inside, max_size=4),
    max_leaves=12,
)  # fmt: skip


@given(PLAIN)
def test_what_is_dumped_reads_back_the_same(value: Any) -> None:
    assert parse_yaml(dump_yaml({"value": value}), HERE).value == {"value": value}


@given(PLAIN)
def test_json_and_yaml_readers_agree_with_the_value(value: Any) -> None:
    assert parse_json(json.dumps(value), HERE).value == value


def test_a_date_is_dumped_plain_and_long_text_folded() -> None:
    text = dump_yaml({"day": date(2019, 3, 16), "said": "word " * 60 + "end", "scale": "yes/no", "q": "yes"})
    assert "day: 2019-03-16\n" in text
    assert "said: >-\n" in text
    assert max(map(len, text.splitlines())) <= 110
    assert "q: 'yes'" in text


# The library


@pytest.fixture
def library(tmp_path: Path) -> Library:
    """A copy of the project's own library that a test may change."""
    shutil.copytree(default_root(), tmp_path / "standards")
    return Library(tmp_path / "standards")


def test_an_address_resolves_to_standard_checklist_and_hashes(library: Library) -> None:
    resolved = library.resolve("2320-0012@2019-03-16#postal-products")
    assert resolved.ksa is not None
    assert resolved.ksa.text.startswith("Knowledge of Postal products")
    assert resolved.checklist is not None
    assert set(resolved.checklist.ksas) == {ksa.id for ksa in resolved.standard.ksas}
    assert {len(resolved.standard_sha256), len(resolved.checklist_sha256 or "")} == {64}


def test_every_checklist_has_three_to_six_indicators_in_the_first_person(library: Library) -> None:
    checklists = [c for s in library.standards() if (c := library.checklist(s)) and c.status == "confirmed"]
    assert checklists
    for checklist in checklists:
        for ksa_id, read in checklist.ksas.items():
            assert 3 <= len(read.shown_by) <= 6, ksa_id
            assert all(set(text.split()) & {"I", "me", "my"} for text in read.shown_by), ksa_id


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("2320-0013", "2320-0012"),
        ("2320-0012@2018-01-01", "2019-03-16"),
        ("2320-0012#juggling", "postal-products"),
        ("../2320-0012", "no address"),
        ("2320-0012@../x", "no address"),
    ],
)
def test_an_unknown_address_is_refused_with_what_is_near(library: Library, address: str, said: str) -> None:
    with pytest.raises(StandardError, match=said):
        library.resolve(address)


def test_an_unknown_code_is_told_what_is_near_and_what_there_is(library: Library, tmp_path: Path) -> None:
    with pytest.raises(StandardError) as refused:
        library.resolve("2150-0441")
    assert all(code in refused.value.expected for code in library.codes())
    assert "the nearest: " in refused.value.expected
    assert "--library FOLDER" in refused.value.do
    for number in range(30):
        kept = tmp_path / "standards" / f"9{number:03}-0001" / "undated.yaml"
        kept.parent.mkdir()
        kept.touch()
    with pytest.raises(StandardError, match=rf"and {len(library.codes()) - 10} more"):
        library.resolve("2150-0441")


def test_a_day_before_the_first_version_has_no_standard(library: Library) -> None:
    assert library.resolve("2320-0012", date(2019, 3, 16)).standard.version == "2019-03-16"
    with pytest.raises(StandardError, match="in force on 2019-03-15"):
        library.resolve("2320-0012", date(2019, 3, 15))


def test_a_file_in_the_wrong_place_is_refused(library: Library) -> None:
    path = library.root / "2320-0012" / "2019-03-16.yaml"
    path.rename(path.with_name("2018-01-01.yaml"))
    with pytest.raises(StandardError, match="holds 2320-0012@2019-03-16"):
        library.series("2320-0012")


def test_writing_is_a_no_op_when_equal_and_refused_when_different(library: Library) -> None:
    standard = library.resolve("2320-0012").standard
    assert write_standard(library, standard).outcome == "unchanged"
    changed = standard.model_copy(update={"title": "LEAD AGENT"})
    refused = write_standard(library, changed)
    assert refused.outcome == "differs"
    assert "+title: LEAD AGENT" in refused.changes
    assert library.resolve("2320-0012").standard == standard
    assert write_standard(library, changed, force=True).outcome == "replaced"
    assert library.resolve("2320-0012").standard == changed


def test_a_standard_file_reads_back_as_the_same_standard(library: Library) -> None:
    for standard in library.standards():
        assert library.path_of(standard).read_text(encoding="utf-8") == standard_yaml(standard)


# The commands


def test_import_writes_reports_and_is_stable(tmp_path: Path) -> None:
    """Importing says what was odd and where; importing again changes nothing."""
    first = RUN.invoke(app, ["import", SEED, "--out", str(tmp_path)])
    assert first.exit_code == 0, first.output
    assert "line 6" in first.output
    assert "03/75/2019" in first.output
    files = {p: p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()}
    assert [p.relative_to(tmp_path).as_posix() for p in files] == ["2320-0012/2019-03-16.yaml"]
    again = RUN.invoke(app, ["import", SEED, "--out", str(tmp_path), "--format", "json"])
    assert again.exit_code == 0
    told = json.loads(again.stdout)["documents"][0]
    assert [s["outcome"] for s in told["standards"]] == ["unchanged"]
    assert told["coverage"]["unread"] == 0
    assert files == {p: p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()}


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("REV. 06/14/2024", '"REV. 06/14/2024" was not taken'),
        ("Revised 06/14/2024", '"Revised 06/14/2024" was not taken'),
        ("", "so this is 2315-0044@undated. Where"),
        ("Document Date: 06/14/2024", None),
    ],
)
def test_import_says_that_no_date_of_the_document_is_printed(
    tmp_path: Path, line: str, said: str | None
) -> None:
    """A date of a revision is not the document's; that there is no other is told, with line and step."""
    source = tmp_path / "x.txt"
    source.write_text(PLAIN_STANDARD.replace("DATED", line), encoding="utf-8")
    found = RUN.invoke(app, ["import", str(source), "--out", str(tmp_path / "out")])
    assert found.exit_code == 0, found.output
    assert ("No date of the document is printed" in found.stdout) is (said is not None)
    if said is not None:
        assert said in found.stdout
        assert ("odd, line 4: " in found.stdout) is bool(line)
        assert "`document_date`" in found.stdout


def test_import_never_overwrites_a_different_version_unasked(tmp_path: Path) -> None:
    RUN.invoke(app, ["import", SEED, "--out", str(tmp_path)])
    path = tmp_path / "2320-0012" / "2019-03-16.yaml"
    mine = path.read_text(encoding="utf-8").replace("P7-08", "P7-09")
    path.write_text(mine, encoding="utf-8")
    refused = RUN.invoke(app, ["import", SEED, "--out", str(tmp_path)])
    assert refused.exit_code == 2
    assert "P7-09" in refused.output
    assert path.read_text(encoding="utf-8") == mine
    assert RUN.invoke(app, ["import", SEED, "--out", str(tmp_path), "--force"]).exit_code == 0
    assert "P7-08" in path.read_text(encoding="utf-8")


def test_the_same_document_from_another_path_is_no_other_version(tmp_path: Path) -> None:
    """What differs only in where the document lay does not differ; another byte of it does."""
    library, elsewhere = tmp_path / "library", tmp_path / "copy of it.txt"
    library.mkdir()
    RUN.invoke(app, ["import", SEED, "--library", str(library)])
    path = library / "2320-0012" / "2019-03-16.yaml"
    before = path.read_bytes()
    elsewhere.write_bytes(Path(SEED).read_bytes())
    again = RUN.invoke(app, ["import", str(elsewhere), "--library", str(library)])
    assert again.exit_code == 0, again.output
    assert f"{path}: unchanged" in again.stdout
    assert path.read_bytes() == before
    elsewhere.write_bytes(Path(SEED).read_bytes() + b"\n")
    other = RUN.invoke(app, ["import", str(elsewhere), "--library", str(library)])
    assert "there and differs" in other.output


@pytest.mark.parametrize(
    "words", ["", "Dear Sir,\n\nthank you for your letter.\n", "eggs\nmilk\n", "\x00\x01binary\x02\x03"]
)
def test_what_is_no_standard_writes_nothing_and_ends_with_two(tmp_path: Path, words: str) -> None:
    source, out = tmp_path / "x.txt", tmp_path / "out"
    source.write_text(words, encoding="utf-8")
    result = RUN.invoke(app, ["import", str(source), "--out", str(out)])
    assert result.exit_code == 2
    assert "x.txt" in result.stderr
    assert not out.exists()


def test_list_show_and_check_speak_of_the_library(library: Library) -> None:
    at = ["--library", str(library.root)]
    listed = RUN.invoke(app, ["list", "--format", "json", *at])
    assert "2320-0012@2019-03-16" in [row["address"] for row in json.loads(listed.stdout)]
    shown = RUN.invoke(app, ["show", "2320-0012#call-logging", *at])
    assert "route more complex problems" in shown.stdout
    assert "shown by: I " in shown.stdout
    (library.root / "2320-0012" / "2019-03-16.checklist.yaml").unlink()
    checked = RUN.invoke(app, ["check", *at])
    assert checked.exit_code == 1
    drafts = re.findall(r"no checklist: .*; `(screening standards import .*)` drafts one", checked.stdout)
    step = shlex.split(drafts[0])
    assert "the checklist does not say" not in checked.stdout
    drafted = RUN.invoke(app, step[2:])
    assert drafted.exit_code == 0, drafted.output
    assert "a draft that an expert must confirm" in RUN.invoke(app, ["check", *at]).stdout


def test_import_drafts_a_checklist_that_reads_back_and_says_so(tmp_path: Path) -> None:
    """Who imports a standard gets a draft beside it, is told so, and keeps whatever is there already."""
    first = RUN.invoke(app, ["import", SEED, "--draft", "--out", str(tmp_path), "--format", "json"])
    told = json.loads(first.stdout)["documents"][0]["standards"][0]
    assert told["checklist"]["outcome"] == "drafted"
    library = Library(tmp_path)
    resolved = library.resolve("2320-0012")
    assert resolved.checklist == draft_checklist(resolved.standard)
    path = Path(told["checklist"]["path"])
    assert path.read_text(encoding="utf-8").startswith("# Drafted from the words of the standard")
    mine = path.read_text(encoding="utf-8").replace("I explained", "I laid open")
    path.write_text(mine, encoding="utf-8")
    more = ["--force", "--format", "json"]
    again = RUN.invoke(app, ["import", SEED, "--draft", "--out", str(tmp_path), *more])
    told = json.loads(again.stdout)["documents"][0]["standards"][0]
    assert told["checklist"]["outcome"] == "kept"
    assert path.read_text(encoding="utf-8") == mine
    path.unlink()
    last = RUN.invoke(app, ["import", SEED, "--draft", "--out", str(tmp_path)])
    assert "expert must confirm" in last.stdout


def test_a_draft_needs_a_person_until_it_is_confirmed(tmp_path: Path) -> None:
    RUN.invoke(app, ["import", SEED, "--draft", "--out", str(tmp_path)])
    checked = RUN.invoke(app, ["check", "--library", str(tmp_path)])
    assert checked.exit_code == 1
    assert "a draft that an expert must confirm" in checked.stdout
    path = tmp_path / "2320-0012" / "2019-03-16.checklist.yaml"
    confirmed = path.read_text(encoding="utf-8").replace("status: draft", "status: confirmed")
    path.write_text(confirmed, encoding="utf-8")
    assert RUN.invoke(app, ["check", "--library", str(tmp_path)]).exit_code == 0


def test_a_threshold_by_a_name_that_none_has_is_refused_with_its_line(tmp_path: Path) -> None:
    RUN.invoke(app, ["import", SEED, "--draft", "--out", str(tmp_path)])
    path = tmp_path / "2320-0012" / "2019-03-16.checklist.yaml"
    lines = path.read_text(encoding="utf-8").splitlines()
    at = lines.index("  postal-products:") + 1
    lines.insert(at, "    thresholds: {demonstrate: 9}")
    path.write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(ScreeningError, match=r"postal-products\.thresholds\.demonstrate' is unknown") as told:
        Library(tmp_path).resolve("2320-0012")
    assert told.value.where == f"{path}:{at + 1}"
    assert told.value.expected == "'demonstrated', 'review', 'standing' or 'relevance'"


def test_a_version_that_differs_gets_no_draft_of_other_words(tmp_path: Path) -> None:
    RUN.invoke(app, ["import", SEED, "--draft", "--out", str(tmp_path)])
    path = tmp_path / "2320-0012" / "2019-03-16.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("P7-08", "P7-09"), encoding="utf-8")
    path.with_name("2019-03-16.checklist.yaml").unlink()
    assert RUN.invoke(app, ["import", SEED, "--draft", "--out", str(tmp_path)]).exit_code == 2
    assert not path.with_name("2019-03-16.checklist.yaml").exists()


def test_a_folder_of_ones_own_gets_standards_only_unless_drafts_are_asked_for(tmp_path: Path) -> None:
    """One file per position: whoever reads the folder meets standards and nothing else."""
    RUN.invoke(app, ["import", SEED, "--out", str(tmp_path)])
    assert [p.name for p in tmp_path.rglob("*.yaml")] == ["2019-03-16.yaml"]


def test_check_sums_up_each_version_and_tells_all_when_asked(library: Library) -> None:
    at = ["--library", str(library.root)]
    brief, whole = RUN.invoke(app, ["check", *at]), RUN.invoke(app, ["check", "--all", *at])
    told = json.loads(RUN.invoke(app, ["check", "--format", "json", *at]).stdout)
    assert {tuple(finding) for finding in told} == {("where", "found", "needs_a_person")}
    versions = [s.address for s in library.standards()]
    assert [line.split(":")[0] for line in brief.stdout.splitlines()[:-1]] == versions
    assert len(whole.stdout.splitlines()) == len(told) + len(versions) + 1
    assert all(finding["found"] in whole.stdout for finding in told)
    assert (brief.exit_code, whole.exit_code) == (0, 0)
    assert "03/75/2019" in whole.stdout
    assert "03/75/2019" not in brief.stdout


# Versions and days


def version_of(day: str | None, status: str = "in-force", **more: Any) -> Standard:
    """A version of a series that differs in its date and status."""
    return Standard.model_validate({
        "occupation_code": "2320-0012", "title": "AGENT", "document_date": day, "status": status,
        "source": {"file": "x", "sha256": "0"}, **more,
    })  # fmt: skip


SERIES = [
    version_of(None), version_of("2019-03-16", "superseded"), version_of("2021-01-01"),
    version_of("2021-01-01", "superseded", edition="as-it-stands"),
    version_of("2022-06-01", "new"), version_of("2023-01-01", "proposed"), version_of("2025-01-01"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("day", "version"),
    [
        ("2000-01-01", "undated"), ("2019-03-15", "undated"), ("2019-03-16", "2019-03-16"),
        ("2020-12-31", "2019-03-16"), ("2021-01-01", "2021-01-01"), ("2024-12-31", "2021-01-01"),
        ("2025-01-01", "2025-01-01"), ("2999-01-01", "2025-01-01"), (None, "2025-01-01"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("turned", [False, True])
def test_a_day_has_the_version_that_was_in_force(day: str | None, version: str, turned: bool) -> None:
    series = series_of(reversed(SERIES) if turned else SERIES)["2320-0012"]
    assert series.as_of(date.fromisoformat(day) if day else None).version == version


@given(st.dates(), st.lists(st.sampled_from(SERIES), min_size=1, unique=True))
def test_a_proposal_is_never_in_force_and_nothing_before_its_date(day: date, some: list[Standard]) -> None:
    series = series_of(some)["2320-0012"]
    in_time = [s for s in some if s.status in ("in-force", "superseded")
               and (s.document_date or date.min) <= day]  # fmt: skip
    if not in_time:
        with pytest.raises(StandardError, match=f"in force on {day}"):
            series.as_of(day)
        return
    found = series.as_of(day)
    assert found in in_time
    assert found.document_date == max(in_time, key=lambda s: s.document_date or date.min).document_date


def test_a_proposal_takes_effect_when_it_is_dated_in_force() -> None:
    before, proposal = version_of("2019-03-16"), version_of("2023-01-01", "proposed")
    day = date(2024, 1, 1)
    assert series_of([before, proposal])["2320-0012"].as_of(day) == before
    enacted = proposal.model_copy(update={"status": "in-force"})
    series = series_of([before, enacted])["2320-0012"]
    assert (series.as_of(day), series.as_of(date(2022, 12, 31))) == (enacted, before)


def test_what_was_superseded_and_has_no_successor_is_in_force_no_longer() -> None:
    series = series_of([version_of("2019-03-16", "superseded")])["2320-0012"]
    with pytest.raises(StandardError, match="is in force"):
        series.as_of()
