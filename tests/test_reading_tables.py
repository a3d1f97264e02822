"""Tables that sort requirements by importance, whatever parts their cells."""

from __future__ import annotations

import io

import pytest
from docx import Document

from screening.documents.opening import read_document
from screening.reading.reader import DocumentReading, read_standards

HEAD = "STOREKEEPER, 2050-0011, PS-05\n\n"
STOCK, MAIL = "Knowledge of stock control procedures.", "Knowledge of postal regulations."
TRUCKS, SHEETS = "Skill in operating hand trucks.", "Skill in using spreadsheets."
SORTED = {(STOCK, "essential"), (MAIL, "desirable"), (TRUCKS, "essential"), (SHEETS, "desirable")}
LAYOUTS = {
    "bars.md": f"""{HEAD}Person specification

| | Essential | Desirable |
|---|---|---|
| Knowledge | {STOCK} | {MAIL} |
| Skills | {TRUCKS} | {SHEETS} |
""",
    "tabs.txt": f"""{HEAD}Requirements

Criteria\tEssential\tDesirable
Knowledge\t{STOCK}\t{MAIL}
Skills\t{TRUCKS}\t{SHEETS}
""",
    "blanks.txt": f"""{HEAD}PERSON SPECIFICATION

             Essential                                 Desirable
Knowledge    {STOCK}    {MAIL}
Skills       {TRUCKS}           {SHEETS}
""",
    "going-on.txt": f"""{HEAD}REQUIREMENTS

Essential                           Desirable
- Knowledge of stock control        - Knowledge of
  procedures.                         postal regulations.

- Skill in operating hand           - Skill in using spreadsheets.
  trucks.

HOW TO APPLY
Send a letter.
""",
    "lists.html": f"""<h1>Storekeeper</h1><p>Occupation code: 2050-0011</p><h2>Requirements</h2>
<table><tr><th>Essential</th><th>Desirable</th></tr><tr><td><ul><li>{STOCK[:-1]}</li><li>{TRUCKS}</li></ul></td>
<td>{MAIL}</td></tr><tr><td></td><td>{SHEETS}</td></tr></table>""",
}


def read(text: str | bytes, name: str) -> DocumentReading:
    raw = text.encode() if isinstance(text, str) else text
    return read_standards(read_document(raw, name), {})


def said(reading: DocumentReading) -> set[tuple[str, str | None]]:
    return {(ksa.text.rstrip(".") + ".", ksa.importance) for ksa in reading.standards[0].ksas}


@pytest.mark.parametrize("name", LAYOUTS)
def test_the_column_of_a_requirement_is_its_importance(name: str) -> None:
    """What names rows and columns is no word of it, nor unread; what is desirable disqualifies nobody."""
    reading = read(LAYOUTS[name], name)
    assert said(reading) == SORTED
    assert reading.coverage.unread == []


def test_a_cell_of_several_paragraphs_holds_several_requirements() -> None:
    document = Document()
    document.add_heading("Storekeeper, 2050-0011, PS-05", 0)
    table = document.add_table(rows=2, cols=3)
    for cell, words in zip(table.rows[0].cells, ("Criteria", "Essential", "Desirable"), strict=True):
        cell.text = words
    for cell, words in zip(table.rows[1].cells, ("All", STOCK[:-1], MAIL[:-1]), strict=True):
        cell.text = words
    table.rows[1].cells[1].add_paragraph(TRUCKS[:-1])
    table.rows[1].cells[2].add_paragraph(SHEETS)
    raw = io.BytesIO()
    document.save(raw)
    assert said(read(raw.getvalue(), "cells.docx")) == SORTED


def test_a_tick_counts_under_a_column_without_bars() -> None:
    rows = f"KSA{'Essential':>50}{'Desirable':>12}\n1. {STOCK}{'X':>10}\n2. {MAIL}{'X':>28}\n"
    reading = read(f"{HEAD}REQUIREMENTS\n\n{rows}", "ticks.txt")
    assert said(reading) == {(STOCK, "essential"), (MAIL, "desirable")}
    assert reading.coverage.unread == []


def test_words_beside_a_requirement_do_not_make_it_of_a_column() -> None:
    """It stands in the column before; what the other one says of it is left to a person."""
    table = f"| Requirement | Essential |\n|---|---|\n| {STOCK} | The panel rates it first |\n"
    reading = read(f"{HEAD}Requirements\n\n{table}", "rated.md")
    assert said(reading) == {(STOCK, None)}
    assert [words for _, words in reading.coverage.unread] == ["| The panel rates it first"]


@pytest.mark.parametrize("gap", ["  ", " | ", "\t"])
def test_the_name_of_a_row_is_no_word_of_its_requirement(gap: str) -> None:
    rows = "\n".join(f"{name}{gap}{words}" for name, words in (("Knowledge", STOCK), ("Skills", TRUCKS)))
    reading = read(f"{HEAD}Requirements\n\n{rows}\n", "rows.txt")
    assert [ksa.text for ksa in reading.standards[0].ksas] == [STOCK, TRUCKS]


def test_a_field_of_one_requirement_heads_no_column_of_the_next() -> None:
    fields = (("1.", STOCK), ("Importance:", "Essential"), ("2.", MAIL), ("Importance:", "Desirable"))
    rows = "".join(f"{name}\t{words}\n" for name, words in fields)
    reading = read(f"{HEAD}Requirements\n\n{rows}", "fields.txt")
    assert said(reading) == {(STOCK, "essential"), (MAIL, "desirable")}
