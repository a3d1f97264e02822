"""The slate as PDF, read back with pdfminer: the page's words, its structure, and nothing from outside."""

from __future__ import annotations

import io
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from pdfminer.high_level import extract_text
from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import resolve1
from slates import ACT, GOOD, HOSTILE, POOR, STANDARD, WISH, quote, rating, screened, slated

from screening.errors import ScreeningError
from screening.reports import UNWRITABLE, pdf
from screening.results import Screened

try:
    pdf.ready()
except ScreeningError as missing:
    MISSING = str(missing)
else:
    MISSING = ""
drawn = pytest.mark.skipif(bool(MISSING), reason=f"NO PDF WAS MADE OR TESTED: {MISSING}")


@cache
def made() -> bytes:
    """The PDF of two applicants."""
    return pdf.render(slated(GOOD, POOR))


def document(data: bytes) -> PDFDocument:
    return PDFDocument(PDFParser(io.BytesIO(data)))


def words(data: bytes) -> str:
    """The text of all pages with runs of white space as one space."""
    return " ".join(extract_text(io.BytesIO(data)).split())


@drawn
@pytest.mark.parametrize("told", [
    "BOAT BUILDER", "5201-0001@2001-05-04", "c-1", "c-2", ACT, WISH, "hat came of it", "not qualified",
    "Failure to demonstrate any KSA is disqualifying.", "settings-9",
    *(ksa.text for ksa in STANDARD.ksas),
])  # fmt: skip
def test_the_paper_says_what_the_page_says(told: str) -> None:
    assert told in words(made())


@drawn
def test_a_screen_reader_finds_structure_language_and_title() -> None:
    """Tagged as PDF/UA-1: a tree of headings, tables with head cells, and lists."""
    catalog: dict[str, Any] = document(made()).catalog
    assert resolve1(catalog["MarkInfo"])["Marked"] is True
    assert resolve1(catalog["Lang"]) == b"en"
    assert resolve1(catalog["ViewerPreferences"])["DisplayDocTitle"] is True
    assert {"H1", "H2", "H3", "Table", "TH", "TD", "L", "LI", "P"} <= tags(catalog["StructTreeRoot"])
    assert b"pdfuaid" in resolve1(catalog["Metadata"]).get_data()


def tags(element: object) -> set[str]:
    """The names of an element of the structure tree and of all below it."""
    found, ahead = set(), [element]
    while ahead:
        node = resolve1(ahead.pop())
        if isinstance(node, list):
            ahead += node
        elif isinstance(node, dict):
            found |= {node["S"].name} if "S" in node else set()
            ahead += [node["K"]] if "K" in node else []
    return found


@drawn
def test_the_outline_leads_to_every_applicant_and_requirement() -> None:
    titles = [title for _, title, *_ in document(made()).get_outlines()]
    joined = " | ".join(" ".join(title.split()) for title in titles)
    assert "Rank 1 c-1 | 1 caulking | 2 rigging | 3 timber | Rank 2 c-2 | 1 caulking" in joined
    assert titles[0] == "BOAT BUILDER"


@drawn
def test_the_same_slate_gives_the_same_bytes() -> None:
    assert pdf.render(slated(GOOD, POOR)) == made()


@drawn
def test_hostile_words_are_words() -> None:
    """Those in ASCII, since pdfminer cannot read a font whose glyphs stand for several characters."""
    told = [word for word in HOSTILE if word.isascii()]
    text = words(pdf.render(slated(hostile(*told))))
    assert [word for word in told if " ".join(UNWRITABLE.sub("\ufffd", word).split()) not in text] == []


@drawn
def test_nothing_in_the_file_runs_or_leads_outside() -> None:
    whole = document(pdf.render(slated(hostile(*HOSTILE))))
    names = {name for xref in whole.xrefs for name in keys(whole, xref)}
    assert not names & {"JavaScript", "JS", "URI", "Launch", "EmbeddedFiles", "SubmitForm"}
    assert {"StructTreeRoot", "Outlines", "GoTo"} & names  # the objects were read at all


def hostile(*told: str) -> Screened:
    """An applicant whose quotes are these words, and who lacks them too."""
    return screened("c-1", rating("caulking", "demonstrated", *map(quote, told), missing=told))


def keys(whole: PDFDocument, xref: Any) -> set[str]:
    """Every key of every dictionary that a part of the file lists, and every kind of action."""
    found: set[str] = set()
    for number in xref.get_objids():
        ahead = [whole.getobj(number)]
        while ahead:
            node = ahead.pop()
            node = getattr(node, "attrs", node)
            if isinstance(node, dict):
                found |= set(node)
                ahead += node.values()
                action = node.get("S")
                found |= {action.name} if hasattr(action, "name") else set()
            elif isinstance(node, list):
                ahead += node
    return found


@drawn
@pytest.mark.parametrize("protocol", ["http", "https", "ftp", "file"])
def test_a_page_that_asks_for_something_gets_nothing(protocol: str, tmp_path: Path) -> None:
    """Our pages ask for nothing; were one to, the paper is made as if nothing were there."""
    picture = tmp_path / "a.svg"
    picture.write_text('<svg xmlns="http://www.w3.org/2000/svg"><text y="9">SECRET</text></svg>', "utf-8")
    page = f'<html lang="en"><title>t</title><h1>t</h1><img src="{protocol}://{picture}" alt="none">'
    text = words(pdf.paper(page))
    assert "SECRET" not in text
    assert text.startswith("t")


def test_without_the_package_the_refusal_names_the_extra_and_the_library(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    for act in (pdf.ready, lambda: pdf.render(slated(GOOD))):
        with pytest.raises(ScreeningError, match=r"screening-ksa\[pdf\].*Pango"):
            act()


def test_a_missing_library_of_the_system_is_refused_in_the_same_way(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(name: str) -> object:
        raise OSError("cannot load library 'libpango'")

    monkeypatch.setattr("screening.reports.extras.import_module", broken)
    with pytest.raises(ScreeningError, match="libpango"):
        pdf.ready()
