"""Score sheets: what a person may do to one is read right, what they may not is named by its cell."""

from __future__ import annotations

import io
import shutil
import subprocess
import zipfile
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.formula import ArrayFormula
from openpyxl.worksheet.worksheet import Worksheet
from seated import ADDRESS, KSAS, Table, admission
from slates import HOSTILE

from screening.applications import Application, Essay
from screening.errors import PanelError
from screening.panels import PanelSettings, add_applications, close, lock, recuse
from screening.records import Draft, Sealed, entry_after, head_of, seal
from screening.reports.csv import DANGEROUS
from screening.sheets import Sheet, Taken, read, render, sheet_of, take, written
from screening.sheets.issuing import NOTHING, words_for
from screening.sheets.taking import TAKEN, Known, sheets_in
from screening.sheets.writing import COLUMNS, KEYS, parts
from screening.standards import Ksa, Source, Standard

REQUIREMENTS = {
    "postal-products": "Knowledge of postal products.",
    "public-courtesy": "- Ability to be courteous.",
}
STANDARD = Standard(
    occupation_code="2320-0012", title="AGENT", document_date=date(2019, 3, 16),
    ksas=tuple(Ksa(id=ksa, kind="ability", text=text) for ksa, text in REQUIREMENTS.items()),
    source=Source(file="x", sha256="0" * 64),
)  # fmt: skip
FIRST, SECOND = KSAS
Edit = Callable[[Workbook], object]
Values = dict[tuple[str, str], str]


class Desk(Table):
    """A panel that also keeps its papers, and writes and takes sheets."""

    def __init__(self, words: Mapping[str, str] | None = None, **named: object) -> None:
        self.papers: dict[str, Sealed] = {}
        self.words = words or {}
        super().__init__(**named)  # type: ignore[arg-type]

    def take(self, drafts: Sequence[Draft]) -> None:
        for draft in drafts:
            ready, papers = seal(draft, lambda: f"salt {next(self._salts)}")
            self.papers |= {paper.digest: paper for paper in papers}
            self.entries.append(entry_after(head_of(self.entries), ready))

    @property
    def notes(self) -> dict[str, str]:
        return {digest: paper.text for digest, paper in self.papers.items() if paper.name == "note"}

    def sheet(self, member: str = "m2", writer: str | None = None, without: Sequence[str] = ()) -> Sheet:
        copies = {c: self._copy(c) for c in self.panel.candidates if c not in without}
        salt = f"salt of sheet {len(self.entries)}"
        return sheet_of(self.panel, member, writer or member, STANDARD, copies, self.notes, salt)

    def _copy(self, candidate: str) -> Application:
        application = admission(candidate).application
        words = (
            dict.fromkeys(KSAS, self.words[candidate]) if candidate in self.words else application.narratives
        )
        return application.model_copy(update={"narratives": words})

    def write(self, member: str = "m2", **named: object) -> bytes:
        sheet = self.sheet(member, **named)  # type: ignore[arg-type]
        self.take([written(sheet, self.hand(member), "0" * 64)])
        return render(sheet)

    def read(self, data: bytes, member: str = "m2", erased: Sequence[str] = ()) -> Taken:
        """Take a sheet's ratings into the record."""
        known = Known(sheets_in(self.entries), self.notes, frozenset(erased))
        taken = take(self.panel, self.hand(member), read(data, "m2.xlsx"), known, "m2.xlsx", "1" * 64)
        self.take(taken.drafts)
        return taken

    def refusal(self, data: bytes, member: str = "m2") -> str:
        """Why a sheet is refused; nothing of it is in the record."""
        before = list(self.entries)
        with pytest.raises(PanelError) as refused:
            self.read(data, member)
        assert self.entries == before
        return str(refused.value)

    def values(self, member: str = "m2") -> Values:
        return {(c, k): e.body.value for (c, k, who), e in self.panel.ratings.items() if who == member}


def edited(data: bytes, *edits: Edit) -> bytes:
    """The sheet as a person saves it after some edits."""
    book, saved = load_workbook(io.BytesIO(data)), io.BytesIO()
    for edit in edits:
        edit(book)
    book.save(saved)
    return saved.getvalue()


def put(place: str, value: object, sheet: str = "Ratings") -> Edit:
    """Type something into a cell."""

    def edit(book: Workbook) -> None:
        book[sheet][place].value = value  # type: ignore[union-attr]

    return edit


def arranged(rows: Sequence[int], columns: Sequence[int], top: int = 0, gap: int = 0) -> Edit:
    """Sort rows and move columns (numbers from 0), with ``top`` rows above and ``gap`` empty ones between."""

    def edit(book: Workbook) -> None:
        page = book["Ratings"]
        head, *body = [[cell.value for cell in row] for row in page.iter_rows()]
        page.delete_rows(1, page.max_row)
        for row, values in enumerate([head, *(body[number] for number in rows)]):
            for column, number in enumerate(columns, start=1):
                page.cell(1 + top + row * (1 + gap), column, values[number])

    return edit


def removed(*, rows: Sequence[int] = (), columns: Sequence[int] = ()) -> Edit:
    """Delete rows or columns (numbers from 1)."""

    def edit(book: Workbook) -> None:
        for row in sorted(rows, reverse=True):
            book["Ratings"].delete_rows(row)
        for column in sorted(columns, reverse=True):
            book["Ratings"].delete_cols(column)

    return edit


def hidden(book: Workbook) -> None:
    """Filter: the rows of c-1 are out of sight, and so is a column."""
    page = book["Ratings"]
    page.auto_filter.add_filter_column(1, ["c-2"])
    page.row_dimensions[2].hidden = page.row_dimensions[3].hidden = True
    page.column_dimensions["D"].hidden = True


def renamed(book: Workbook) -> None:
    book["Ratings"].title = "Mine, m2's"


def copied(book: Workbook) -> None:
    book.copy_worksheet(book["Ratings"])


def without_protection(book: Workbook) -> None:
    for page in book.worksheets:
        page.protection.sheet = False
    book["Rows"].sheet_state = "visible"


def doubled(rating: object, note: str = "") -> Edit:
    """Append the first row again, rated so."""

    def edit(book: Workbook) -> None:
        page = book["Ratings"]
        again = [cell.value for cell in page[2]]
        page.append([*again[:5], rating, note])

    return edit


def pages(data: bytes) -> Workbook:
    return load_workbook(io.BytesIO(data))


def table(page: Worksheet) -> list[dict[str, object]]:
    """The rows below the head, each by the head's names."""
    head, *rows = page.iter_rows(values_only=True)
    return [dict(zip(map(str, head), row, strict=True)) for row in rows]


FILLED: tuple[Edit, ...] = (put("F2", 2), put("F3", 0), put("F5", 1), put("G5", "says we throughout"))
"""c-1 has 2 and 0, c-2 nothing and 1 with a note: Ratings!F4 is left empty."""
GIVEN = {("c-1", FIRST): "2", ("c-1", SECOND): "0", ("c-2", SECOND): "1"}
IN_ORDER = tuple(range(len(COLUMNS)))

# --- writing ---------------------------------------------------------------------------------------------


def test_a_sheet_has_a_row_for_each_candidate_and_ksa_with_requirement_and_words() -> None:
    rows = table(pages(Desk().write())["Ratings"])
    assert [(row["Candidate"], row["KSA"]) for row in rows] == [(c, k) for c in ("c-1", "c-2") for k in KSAS]
    assert [row["Requirement"] for row in rows[:2]] == [REQUIREMENTS[FIRST], "'" + REQUIREMENTS[SECOND]]
    assert rows[2]["What the applicant wrote"] == "I, secret-of-c-2, explained the services."
    assert not [row for row in rows if row["Rating"] is not None or row["Note"] is not None]


def test_candidates_for_whom_the_member_is_recused_are_not_in_the_file_at_all() -> None:
    desk = Desk()
    desk.take(recuse(desk.panel, desk.hand("m2"), "m2", ["c-1"], "a former supervisor"))
    with zipfile.ZipFile(io.BytesIO(desk.write())) as packed:
        assert not [name for name in packed.namelist() if b"c-1" in packed.read(name)]
    assert {line.candidate for line in desk.sheet("m1").lines} == {"c-1", "c-2"}


def test_who_is_recused_writes_no_sheet_on_which_the_candidate_is() -> None:
    desk = Desk()
    desk.take(recuse(desk.panel, desk.hand("m1"), "m1", ["c-1"], "a cousin"))
    with pytest.raises(PanelError, match="'m1' is recused for c-1"):
        desk.sheet("m2", writer="m1")


@pytest.mark.parametrize(("member", "writer", "found"), [
    ("m3", "m1", "'m3' does not rate"), ("m2", "m9", "'m9' is no member"), ("m9", "m1", "'m9' is no member"),
])  # fmt: skip
def test_only_raters_have_sheets_and_only_members_write_them(member: str, writer: str, found: str) -> None:
    with pytest.raises(PanelError, match=found):
        Desk().sheet(member, writer=writer)


def test_only_rating_and_note_can_be_typed_into_and_what_is_locked_cannot() -> None:
    desk = Desk()
    desk.read(edited(desk.write(), put("F2", 2), put("F3", 2)))
    desk.take(lock(desk.panel, desk.hand("m2"), ["c-1"]))
    book = pages(desk.write())
    assert all(page.protection.sheet for page in book.worksheets)
    open_ = [
        c.coordinate for p in book.worksheets for row in p.iter_rows() for c in row if not c.protection.locked
    ]
    assert open_ == ["F4", "G4", "F5", "G5"]


@pytest.mark.parametrize(("scale", "listed"), [
    ("2/1/0", '"2,1,0"'), ("demonstrated/not", '"demonstrated,not-demonstrated"'),
])  # fmt: skip
def test_the_rating_cells_have_a_list_of_the_scales_values_and_stop_at_others(
    scale: str, listed: str
) -> None:
    book = pages(Desk(settings=PanelSettings.model_validate({"scale": scale})).write())
    (choice,) = book["Ratings"].data_validations.dataValidation
    assert (choice.type, choice.formula1, str(choice.sqref)) == ("list", listed, "F2:F5")
    assert (choice.errorStyle or "stop", choice.showErrorMessage, choice.allow_blank) == ("stop", True, True)


def test_each_sheet_prints_as_wide_as_the_page_with_its_head_and_whose_it_is() -> None:
    for page in pages(Desk().write()).worksheets:
        assert page.print_title_rows in {"1:1", "$1:$1"}
        assert (page.page_setup.orientation, page.page_setup.fitToWidth) == ("landscape", 1)
        assert page.oddFooter.center.text == "panel p-1, member m2"
    assert [page.sheet_state for page in pages(Desk().write()).worksheets] == ["visible", "visible", "hidden"]


def test_each_row_is_high_enough_for_its_words_and_none_higher_than_spreadsheets_allow() -> None:
    for words in ("Short.", "I sorted the mail. " * 60, "\n".join("abc" * 9), "x" * 9_000):
        page = pages(Desk({"c-1": words}).write())["Ratings"]
        height, told = page.row_dimensions[2].height or 0, str(page["E2"].value)
        assert len(told) / 70 * 15 <= height <= 409
        assert told.count("\n") * 15 < height


@pytest.mark.parametrize("words", HOSTILE, ids=range(len(HOSTILE)))
def test_no_cell_is_a_formula_or_begins_like_one_whatever_was_written(words: str) -> None:
    book = pages(Desk({"c-1": words}).write())
    cells = [cell for page in book.worksheets for row in page.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert not [c.value for c in cells if isinstance(c.value, str) and c.value.startswith(DANGEROUS)]


def test_a_text_too_long_for_a_row_stands_whole_on_a_sheet_of_its_own() -> None:
    words = "\n\n".join(f"Paragraph {number}: " + "I sorted the mail. " * 200 for number in range(9))
    desk = Desk({"c-2": words})
    book = pages(data := desk.write())
    rows = table(book["Texts"])
    assert {row["Candidate"] for row in rows} == {"c-2"}
    told = " ".join(str(row["Text"]) for row in rows if row["KSA"] == SECOND)
    assert told.split() == words.split()
    assert max(len(str(row["Text"])) for row in rows) <= 1_500
    assert str(book["Ratings"]["E4"].value).endswith("[the whole is on the sheet Texts]")
    assert desk.read(edited(data, *FILLED)).ratings == 3


@given(st.text(max_size=5_000))
def test_the_parts_of_a_text_have_all_its_words(words: str) -> None:
    assert "".join("".join(parts(words)).split()) == "".join(words.split())


def test_essays_stand_below_the_narrative_each_under_its_number() -> None:
    essays = (Essay(text="On both."), Essay(ksas=(SECOND,), text="On one."))
    application = Application(candidate="c-1", standard=ADDRESS, narratives={FIRST: "Own.\n"}, essays=essays)
    assert words_for(application, FIRST) == "Own.\n\n[essay 1]\nOn both."
    assert words_for(application, SECOND) == "[essay 1]\nOn both.\n\n[essay 2]\nOn one."
    desk = Desk({"c-1": " "})
    assert [line.words_shown == NOTHING for line in desk.sheet().lines] == [True, True, False, False]


def test_a_sheet_brings_ones_own_ratings_and_never_shows_them_to_another_member() -> None:
    desk = Desk()
    desk.read(edited(desk.write(), *FILLED))
    assert [line.value for line in desk.sheet("m2").lines] == ["2", "0", "", "1"]
    assert desk.sheet("m2").lines[3].note == "says we throughout"
    for writer in ("m1", "m3"):
        assert {(line.value, line.note) for line in desk.sheet("m2", writer=writer).lines} == {("", "")}


def test_what_the_record_keeps_of_a_sheet_has_no_word_of_an_applicant() -> None:
    desk = Desk()
    desk.read(edited(desk.write(), *FILLED))
    assert not [entry for entry in desk.entries if "secret" in entry.content or "says we" in entry.content]


# --- reading what a person may do ------------------------------------------------------------------------

MAY: dict[str, Edit] = {
    "nothing more": lambda book: None,
    "sort the rows": arranged((3, 1, 0, 2), IN_ORDER),
    "move the columns": arranged((0, 1, 2, 3), IN_ORDER[::-1]),
    "sort and move, below a title, with rows between": arranged(
        (2, 3, 1, 0), (6, 0, 2, 5, 1, 3, 4), top=4, gap=2
    ),
    "filter and hide": hidden,
    "rename the sheet": renamed,
    "take the protection off": without_protection,
    "remove the column of numbers": removed(columns=[1]),
    "reckon in a column beside": put("I2", "=SUM(F2:F9)"),
    "head a column of one's own": put("H1", "my thoughts"),
    "add a sheet of one's own": lambda book: book.create_sheet("Scratch").append(["Candidate", "=1+1"]),
    "write a number as a text": put("F2", " 2 "),
    "write a number with a fraction of nothing": put("F2", 2.0),
    "repeat a row that says the same": doubled("2"),
    "widen the spaces of a text": put("D2", "Knowledge  of postal\r\nproducts. "),
    "hide the list of what may be given": lambda book: book[
        "Ratings"
    ].data_validations.dataValidation.clear(),
}


@pytest.mark.parametrize("edit", MAY.values(), ids=MAY)
def test_a_sheet_that_was_filled_in_is_read_right_after_one_has_gone_on_to(edit: Edit) -> None:
    desk = Desk()
    taken = desk.read(edited(desk.write(), *FILLED, edit))
    assert desk.values() == GIVEN
    assert (taken.ratings, taken.empty) == (3, (("c-2", FIRST),))
    assert list(desk.notes.values()) == ["says we throughout"]


DATA = Desk().write()


@settings(max_examples=25, deadline=None)
@given(
    rows=st.permutations(range(4)), columns=st.permutations(range(len(COLUMNS))),
    top=st.integers(0, 9), gap=st.integers(0, 3),
)  # fmt: skip
def test_any_order_of_rows_and_columns_reads_the_same(
    rows: list[int], columns: list[int], top: int, gap: int
) -> None:
    desk = Desk()
    desk.read(edited(desk.write(), *FILLED, arranged(rows, columns, top, gap)))
    assert desk.values() == GIVEN


@settings(max_examples=40, deadline=None)
@given(words=st.text(max_size=300), note=st.text(max_size=120))
def test_whatever_applicant_and_member_have_written_a_sheet_that_nobody_touched_changes_nothing(
    words: str, note: str
) -> None:
    desk = Desk({"c-1": words})
    desk.read(edited(desk.write(), put("F2", 1)))
    desk.papers = {k: p.model_copy(update={"text": note}) for k, p in desk.papers.items() if p.name == "note"}
    taken = desk.read(edited(desk.write()))
    assert (taken.ratings, taken.standing, taken.drafts) == (0, 1, ())


@pytest.mark.parametrize(
    "note", ['=HYPERLINK("x")', "-", "@m1 said so", "'quoted", "a\nb", "漢字 🛶", "_x0041_"]
)
def test_a_note_comes_back_as_it_was_and_as_it_was_shown(note: str) -> None:
    desk = Desk()

    def typed(book: Workbook) -> None:
        book["Ratings"]["F2"].value = 2
        book["Ratings"]["G2"].value = note
        book["Ratings"]["G2"].data_type = "s"

    desk.read(edited(desk.write(), typed))
    assert list(desk.notes.values()) == [note]
    assert desk.read(edited(desk.write())).drafts == ()


@pytest.mark.parametrize(("given_", "value"), [
    ("demonstrated", "demonstrated"), ("Not demonstrated", "not-demonstrated"),
    ("NOT-DEMONSTRATED ", "not-demonstrated"),
])  # fmt: skip
def test_words_of_the_scale_are_read_however_they_are_capitalised(given_: str, value: str) -> None:
    desk = Desk(settings=PanelSettings(scale="demonstrated/not"))
    desk.read(edited(desk.write(), put("F2", given_)))
    assert desk.values() == {("c-1", FIRST): value}


def test_a_sheet_taken_twice_changes_nothing_not_even_after_locking() -> None:
    desk = Desk()
    data = edited(desk.write(), *FILLED)
    desk.read(data)
    assert desk.entries[-1].kind == TAKEN
    desk.take(lock(desk.panel, desk.hand("m2"), ["c-1"]))
    before = list(desk.entries)
    taken = desk.read(data)
    assert (taken.ratings, taken.standing) == (0, 3)
    assert desk.entries == before


def test_a_half_filled_sheet_is_filled_up_later_and_a_changed_rating_is_a_new_entry() -> None:
    desk = Desk()
    data = edited(desk.write(), *FILLED)
    desk.read(data)
    taken = desk.read(edited(data, put("F4", 1), put("F5", 2)))
    assert (taken.ratings, taken.standing, taken.empty) == (2, 2, ())
    assert desk.values() == {**GIVEN, ("c-2", FIRST): "1", ("c-2", SECOND): "2"}
    told = [e.body["value"] for e in desk.entries if e.kind == "rated" and e.body["ksa"] == SECOND]
    assert told == ["0", "1", "2"]


def test_an_older_sheet_is_taken_too_when_a_newer_one_was_written() -> None:
    desk = Desk()
    older = desk.write()
    desk.write()
    assert desk.read(edited(older, put("F2", 2))).ratings == 1


def test_what_is_missing_is_told_rows_removed_notes_without_a_rating_candidates_who_came_later() -> None:
    desk = Desk()
    data = edited(desk.write(), put("F2", 2), put("G4", "later"), removed(rows=[5]))
    desk.take(add_applications(desk.panel, desk.hand("m1"), [admission("c-3")]))
    taken = desk.read(data)
    assert taken.removed == (("c-2", SECOND),)
    assert taken.unrated_notes == ("Ratings!G4",)
    assert taken.elsewhere == ("c-3",)
    assert desk.values() == {("c-1", FIRST): "2"}


def test_rows_of_an_erased_candidate_are_left_aside_and_bring_nothing_back() -> None:
    desk = Desk()
    data = edited(desk.write(), *FILLED)
    taken = desk.read(data, erased=["c-2"])
    assert taken.erased == ("c-2",)
    assert set(desk.values()) == {("c-1", FIRST), ("c-1", SECOND)}
    assert desk.notes == {}
    assert desk.sheet(without=["c-2"]).without == ("c-2",)


# --- refusing what a person may not ----------------------------------------------------------------------

DIGEST = "expected the digest of a sheet that was written from this record"
MAY_NOT: dict[str, tuple[Edit, str]] = {
    "a word for a rating": (put("F4", "maybe"), "Ratings!F4: found 'maybe', expected 2, 1, 0 or empty"),
    "a level that is not there": (put("F4", 3), "Ratings!F4: found '3', expected 2, 1, 0 or empty"),
    "a fraction": (put("F4", 1.5), "Ratings!F4: found '1.5', expected 2, 1, 0 or empty"),
    "a truth value": (put("F4", True), "Ratings!F4: found 'True', expected 2, 1, 0 or empty"),
    "a date": (put("F4", date(2002, 1, 2)), "Ratings!F4: found '2002-01-02 00:00:00', expected 2, 1, 0"),
    "a dash": (put("F4", "-"), "Ratings!F4: found '-', expected 2, 1, 0 or empty"),
    "a formula": (put("F4", "=1+1"), "Ratings!F4: found the formula =1+1, expected the rating itself"),
    "an array's formula": (put("F4", ArrayFormula("F4", "=F2")), "Ratings!F4: found the formula =F2"),
    "an error": (put("F4", "#N/A"), "Ratings!F4: found the error #N/A, expected the rating itself"),
    "a formula for a note": (put("G4", "=A1"), "Ratings!G4: found the formula =A1, expected the note itself"),
    "a formula for a text": (put("E4", "=E3"), "Ratings!E4: found the formula =E3"),
    "an unknown candidate": (put("B4", "c-9"), "Ratings!B4: found 'c-9', expected a candidate of this sheet"),
    "no candidate": (put("B4", None), "Ratings!B4: found '', expected a candidate of this sheet"),
    "another candidate": (put("B4", "c-1"), "Ratings!E4: found 'I, secret-of-c-2, explained"),
    "an unknown KSA": (put("C4", "tact"), f"Ratings!C4: found 'tact', expected one of {FIRST}, {SECOND}"),
    "another requirement": (put("D4", "Ability."), "Ratings!D4: found 'Ability.', expected the text that"),
    "other words": (put("E4", "I did."), "Ratings!E4: found 'I did.', expected the text that the sheet was"),
    "a row twice, rated differently": (doubled(0), "Ratings!F6: found '0', expected '2' as at Ratings!F2"),
    "a row twice, rated once": (doubled(None), "Ratings!F6: found '', expected '2' as at Ratings!F2"),
    "a row twice, noted differently": (doubled(2, "x"), "Ratings!G6: found 'x', expected '' as at"),
    "a total below": (put("F7", 3), "Ratings!F7: found '3', expected 2, 1, 0 or empty"),
    "no column for notes": (removed(columns=[7]), "Ratings!1:1: found no column 'Note'"),
    "no column for candidates": (removed(columns=[2]), "Ratings!1:1: found no column 'Candidate'"),
    "another heading": (put("F1", "Score"), "Ratings!1:1: found no column 'Rating'"),
    "two columns for ratings": (put("H1", "Rating"), "Ratings!H1: found a second column 'Rating'"),
    "merged ratings": (lambda book: book["Ratings"].merge_cells("F2:F4"), "Ratings!F2:F4: found merged"),
    "no ratings": (lambda book: book.remove(book["Ratings"]), "no sheet has ratings"),
    "two sheets of ratings": (copied, "two sheets have ratings: Ratings and Ratings Copy"),
    "no digests": (lambda book: book.remove(book["Rows"]), "there is no sheet Rows"),
    "nobody's": (lambda book: book.remove(book["About"]), "there is no sheet About"),
    "no digest": (put("A5", "", "About"), "the sheet About does not tell Digest"),
    "another member": (put("B3", "m1", "About"), "About!B3: found 'm1', expected 'm2', for which the sheet"),
    "another panel": (put("B2", "p-2", "About"), "About!B2: found 'p-2', expected 'p-1', for which the"),
    "another standard": (put("B4", "2320-0012", "About"), f"found '2320-0012', expected '{ADDRESS}'"),
    "another digest": (put("B5", "0" * 64, "About"), DIGEST),
    "another salt": (put("B6", "pepper", "About"), "Rows: found rows or a salt that were changed"),
    "another digest of a row": (put("C2", "0" * 64, "Rows"), "Rows: found rows or a salt that were"),
    "a row less in the digests": (lambda book: book["Rows"].delete_rows(2), "Rows: found rows or a salt"),
    "cells beyond counting": (put("XFD900", 1), "the sheet Ratings spans 900 rows and 16,384 columns"),
}  # fmt: skip


@pytest.mark.parametrize(("edit", "told"), MAY_NOT.values(), ids=MAY_NOT)
def test_a_sheet_is_refused_whole_and_the_cell_named_for(edit: Edit, told: str) -> None:
    desk = Desk()
    refusal = desk.refusal(edited(desk.write(), *FILLED, edit))
    assert told in refusal
    assert refusal.startswith("m2.xlsx: ")


def test_all_that_is_wrong_is_told_at_once_each_thing_once() -> None:
    desk = Desk()
    wrong = [put("F2", "x"), put("F3", "y"), put("D4", "z"), put("C5", "tact"), put("G2", "=1")]
    lines = desk.refusal(edited(desk.write(), *wrong)).splitlines()
    assert "5 faults" in lines[0]
    told = [line.partition(":")[0] for line in lines if "found" in line]
    assert sorted(told) == sorted(["Ratings!F2", "Ratings!F3", "Ratings!D4", "Ratings!C5", "Ratings!G2"])


def test_a_renamed_sheet_is_quoted_where_its_cells_are_named() -> None:
    desk = Desk()
    refusal = desk.refusal(edited(desk.write(), put("F2", "x"), renamed))
    assert "'Mine, m2''s'!F2: found 'x'" in refusal


def test_a_sheet_of_another_member_or_of_another_record_is_refused() -> None:
    desk, other = Desk(), Desk({"c-1": "Something else."})
    refusal = desk.refusal(edited(desk.write("m2"), put("F2", 2)), member="m1")
    assert "About!B3: found 'm2', expected 'm1', who acts here" in refusal
    assert DIGEST in desk.refusal(edited(other.write(), put("F2", 2)))


def test_what_the_panels_state_refuses_is_told_with_its_cell_beside_the_rest() -> None:
    """A candidate locked or recused since the sheet was written, and a slip elsewhere, in one message."""
    desk = Desk()
    data = edited(desk.write(), put("F2", 2), put("F3", 2))
    desk.read(data)
    desk.take(lock(desk.panel, desk.hand("m2"), ["c-1"]))
    desk.take(recuse(desk.panel, desk.hand("m2"), "m2", ["c-2"], "a cousin"))
    refusal = desk.refusal(edited(data, put("F2", 0), put("F4", 1), put("F5", "x")))
    assert "Ratings!F2: found '0', but 'm2' has locked their ratings of c-1" in refusal
    assert "Ratings!F4: found '1', but 'm2' is recused for c-2" in refusal
    assert "Ratings!F5: found 'x', expected 2, 1, 0 or empty" in refusal


def test_a_closed_panel_takes_no_sheet() -> None:
    desk = Desk(candidates=["c-1"])
    data = desk.write()
    for member in ("m1", "m2"):
        desk.read(edited(desk.write(member), put("F2", 2), put("F3", 2)), member)
        desk.take(lock(desk.panel, desk.hand(member)))
    desk.take(close(desk.panel, desk.hand("m1")))
    assert "is closed" in desk.refusal(edited(data, put("F2", 0)))


@pytest.mark.parametrize(("data", "found"), [
    (b"", "no workbook"), (b"candidate,rating\nc-1,2\n", "no workbook"), (DATA[:-300], "no workbook"),
    (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "has a password or is an old .xls"),
])  # fmt: skip
def test_what_is_no_workbook_is_refused(data: bytes, found: str) -> None:
    assert found in Desk().refusal(data)


def test_a_workbook_that_unpacks_to_more_than_any_sheet_is_refused_before_it_is_read() -> None:
    packed = io.BytesIO(DATA)
    with zipfile.ZipFile(packed, "a", zipfile.ZIP_DEFLATED) as book:
        book.writestr("xl/more.xml", b"\0" * 200_000_001)
    assert "unpacks to" in Desk().refusal(packed.getvalue())


# --- LibreOffice -----------------------------------------------------------------------------------------


def converted(folder: Path, files: Mapping[str, bytes], *formats: str) -> dict[str, bytes]:
    """The files as LibreOffice saves them, by way of each format in turn."""
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        pytest.skip("LIBREOFFICE IS NOT HERE: what it saves was not read back (apt: libreoffice-calc-nogui)")
    paths = []
    for name, data in files.items():
        paths.append(folder / f"{name}.xlsx")
        paths[-1].write_bytes(data)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    for number, format_ in enumerate(formats):
        out = folder / str(number)
        told = ["--convert-to", format_, "--outdir", str(out), *map(str, paths)]
        subprocess.run([office, profile, "--headless", *told], check=True, capture_output=True, timeout=300)
        paths = [out / f"{name}.{format_}" for name in files]
    return {name: path.read_bytes() for name, path in zip(files, paths, strict=True)}


def test_sheets_that_libreoffice_has_saved_even_as_ods_are_read_right_and_refused_right(
    tmp_path: Path,
) -> None:
    """One start of LibreOffice for them all: filled in, moved about, with words, hostile texts, refused."""
    desk = Desk({"c-1": "\n".join(HOSTILE)}, settings=PanelSettings(scale="2/1/0"))
    words = Desk(settings=PanelSettings(scale="demonstrated/not"))
    data = desk.write()
    files = {
        "moved": edited(data, *FILLED, arranged((2, 3, 1, 0), (6, 0, 2, 5, 1, 3, 4), top=2)),
        "refused": edited(data, put("F2", "maybe"), put("F3", "=1+1"), put("D5", "Ability.")),
        "words": edited(words.write(), put("F2", "not demonstrated")),
        "filled": edited(data, *FILLED, hidden),
    }
    saved = converted(tmp_path, files, "ods", "xlsx")
    refusal = desk.refusal(saved["refused"])
    for told in (
        "Ratings!F2: found 'maybe'",
        "Ratings!F3: found the formula =1+1",
        "Ratings!D5: found 'Ability.'",
    ):
        assert told in refusal
    assert desk.read(saved["moved"]).ratings == 3
    assert desk.values() == GIVEN
    assert (desk.read(saved["filled"]).drafts, desk.values()) == ((), GIVEN)
    words.read(saved["words"])
    assert words.values() == {("c-1", FIRST): "not-demonstrated"}


def test_the_keys_are_among_the_columns() -> None:
    assert set(KEYS) < {name for name, _ in COLUMNS}
