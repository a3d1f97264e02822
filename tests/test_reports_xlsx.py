"""The workbook of a slate, read back with openpyxl: what is where, that nothing in it runs, same bytes."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from slates import ACT, GOOD, HOSTILE, POOR, VERSIONS, WISH, quote, rating, screened, slated
from typer.testing import CliRunner

from screening.cli import app
from screening.cli.applications import format_of
from screening.cli.output import write_bytes
from screening.cli.slates import BINARY, SlateFormat
from screening.errors import ScreeningError
from screening.reports import UNWRITABLE, xlsx
from screening.reports.csv import DANGEROUS
from screening.reports.xlsx import LONGEST, writable


def read(data: bytes) -> Workbook:
    return load_workbook(io.BytesIO(data))


def table(sheet: Worksheet) -> list[dict[str, object]]:
    """The rows below the head, each by the head's names."""
    head, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(map(str, head), row, strict=True)) for row in rows]


BOOK = read(xlsx.render(slated(GOOD, POOR)))


def test_the_sheets_are_slate_evidence_decisions_versions() -> None:
    assert BOOK.sheetnames == ["Slate", "Evidence", "Decisions", "Versions"]


def test_the_slate_has_a_row_for_each_applicant_with_a_mark_for_each_ksa_and_the_gates() -> None:
    good, poor = table(BOOK["Slate"])
    assert (good["Rank"], good["Candidate"], good["Outcome"]) == (1, "c-1", "qualified")
    assert (poor["Rank"], poor["Outcome"], poor["Why"]) == (2, "not qualified", "Told why.")
    assert [poor[k] for k in ("caulking", "rigging", "timber")] == ["yes", "no", "review"]
    assert [poor[k] for k in ("Demonstrated", "To review", "Not demonstrated")] == [1, 1, 1]
    assert (poor["exam 477"], poor["physical"]) == ("pass", "not assessed")


def test_applicants_who_share_a_rank_are_marked_as_tied() -> None:
    rows = table(read(xlsx.render(slated(GOOD, POOR, ranks=(1, 1))))["Slate"])
    assert [row["Tied"] for row in rows] == ["yes", "yes"]


def test_evidence_has_a_row_for_each_quote_with_its_place() -> None:
    rows = table(BOOK["Evidence"])
    told = [(r["Candidate"], r["KSA"], r["Speaks"], r["Words quoted"]) for r in rows]
    assert told == [
        ("c-1", "caulking", "for", ACT), ("c-2", "caulking", "for", ACT), ("c-2", "rigging", "against", WISH),
    ]  # fmt: skip
    assert (rows[2]["Text"], rows[2]["From character"], rows[2]["To character"]) == (
        "narrative:rigging", 0, len(WISH),
    )  # fmt: skip


def test_decisions_has_a_row_for_each_applicant_and_ksa_with_numbers_as_numbers() -> None:
    rows = table(BOOK["Decisions"])
    assert len(rows) == 6
    poor = rows[4]
    assert (poor["Candidate"], poor["KSA"]) == ("c-2", "rigging")
    assert poor["Requirement"] == "Ability to rig a mast."
    assert (poor["Rating"], poor["Score"], poor["Quotes"]) == ("not demonstrated", 0.071, 1)
    assert (poor["Rule"], poor["Missing"]) == ("evidence.v9#rule", "what came of it")


def test_versions_tells_everything_that_the_result_depends_on() -> None:
    told = {row["What"]: row["Value"] for row in table(BOOK["Versions"])}
    assert VERSIONS.model_dump().items() <= told.items()
    assert told["address"] == "5201-0001@2001-05-04"


@pytest.mark.parametrize("sheet", BOOK.worksheets, ids=lambda sheet: str(sheet.title))
def test_each_sheet_stays_readable_on_screen_and_on_paper(sheet: Worksheet) -> None:
    """The head stays in sight and is on each page, which the sheet is as wide as; columns have widths."""
    assert str(sheet.freeze_panes).endswith("2")
    assert sheet.print_title_rows in {"1:1", "$1:$1"}
    assert (sheet.page_setup.orientation, sheet.page_setup.fitToWidth) == ("landscape", 1)
    assert sheet.sheet_properties.pageSetUpPr is not None
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert {c.column_letter for c in sheet[1]} <= set(sheet.column_dimensions)


@pytest.mark.parametrize("words", HOSTILE, ids=range(len(HOSTILE)))
def test_no_cell_is_a_formula_or_begins_like_one_whatever_was_written(words: str) -> None:
    one = screened("c-1", rating("caulking", "demonstrated", quote(words), missing=(words,), because=words))
    book = read(xlsx.render(slated(one)))
    cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert not [c.value for c in cells if isinstance(c.value, str) and c.value.startswith(DANGEROUS)]
    assert not [c for c in cells if c.hyperlink]


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200))
def test_any_text_can_be_written_and_only_what_is_disarmed_or_forbidden_differs(words: str) -> None:
    kept = writable(words)
    book = Workbook()
    sheet = book.worksheets[0]
    sheet["A1"].value = kept  # openpyxl refuses what XML forbids
    assert not kept.startswith(DANGEROUS)
    assert kept.removeprefix("'" if words.startswith(DANGEROUS) else "").replace("_x005F_", "_") == "".join(
        "\ufffd" if UNWRITABLE.match(character) else character for character in words
    ).replace("_x005F_", "_")


def test_a_text_too_long_for_a_cell_says_where_it_was_cut() -> None:
    kept = writable("x" * (LONGEST + 1))
    assert len(kept) == LONGEST
    assert kept.endswith("cut here; 32,768 characters in all]")
    assert writable("x" * LONGEST) == "x" * LONGEST


def test_the_same_slate_gives_the_same_bytes_and_no_clock_is_in_them() -> None:
    data = xlsx.render(slated(GOOD, POOR))
    assert data == xlsx.render(slated(GOOD, POOR))
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        assert {part.date_time[0] for part in parts.infolist()} == {1980}
        assert b">1980-01-01T00:00:00Z</dcterms:modified>" in parts.read("docProps/core.xml")


def test_a_slate_of_nobody_is_a_workbook_of_heads() -> None:
    book = read(xlsx.render(slated()))
    assert [sheet.max_row for sheet in book.worksheets][:3] == [1, 1, 1]


# --- the command -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("format", sorted(BINARY))
def test_a_format_that_is_no_text_needs_a_file_before_anything_is_read(format: SlateFormat) -> None:
    run = CliRunner().invoke(app, ["rank", "NO-SUCH-STANDARD", "no-such-file", "--format", format.value])
    assert isinstance(run.exception, ScreeningError)
    assert f"--out slate.{format.value}" in str(run.exception)


@pytest.mark.parametrize("format", sorted(BINARY))
def test_the_ending_of_a_file_names_the_format_for_also(format: SlateFormat) -> None:
    assert format_of(Path(f"Slate.{format.value.upper()}")) is format


def test_the_workbook_is_written_whole_and_leaves_nothing_beside_it(tmp_path: Path) -> None:
    out = tmp_path / "new" / "slate.xlsx"
    write_bytes(xlsx.render(slated(GOOD, POOR)), out)
    assert out.read_bytes() == xlsx.render(slated(GOOD, POOR))
    assert [path.name for path in out.parent.iterdir()] == ["slate.xlsx"]
