"""DOCX files as text: strikes, tracked changes, numbers, tables, hidden words, what is refused."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Pt, RGBColor
from hypothesis import given, settings
from hypothesis import strategies as st
from typesetting import AUTHOR, DAY, delete, element, join_list, mark, new_list, saved, wrap

from screening.documents.docx import read_docx
from screening.errors import DocumentError
from screening.reading.source import SourceText, marked, without


def read(document: Any) -> SourceText:
    return read_docx(saved(document), "a.docx")


def words(source: SourceText, kind: str) -> list[str]:
    return [source.text[mark.start : mark.end] for mark in source.marks if mark.kind == kind]


def accepted(source: SourceText) -> list[str]:
    """The lines that stand when all changes are accepted."""
    left = without(source, marked(source, "struck", "markup", "hidden")).text
    return [line for line in left.splitlines() if line.strip()]


def with_body(xml: str) -> Any:
    """A document whose body begins with a piece of XML."""
    document = Document()
    around = parse_xml(f"<w:body {nsdecls('w', 'wp', 'a')} {MORE}>{xml}</w:body>")
    for child in reversed(list(around)):
        document.element.body.insert(0, child)
    return document


MORE = (
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
)

# --- strikes ----------------------------------------------------------------------------------------------


def by_hand(document: Any, run: Any) -> None:
    run.font.strike = True


def twice(document: Any, run: Any) -> None:
    run.font.double_strike = True


def by_style(document: Any, run: Any) -> None:
    base = document.styles.add_style("Gone", WD_STYLE_TYPE.CHARACTER)
    base.font.strike = True
    run.style = document.styles.add_style("Gone too", WD_STYLE_TYPE.CHARACTER)
    run.style.base_style = base


def tracked(document: Any, run: Any) -> None:
    delete(run)


@pytest.mark.parametrize("strike", [by_hand, twice, by_style, tracked])
def test_a_run_is_struck_in_every_way_that_word_strikes(strike: Callable[[Any, Any], None]) -> None:
    document = Document()
    paragraph = document.add_paragraph("Knowledge of ")
    strike(document, paragraph.add_run("mail"))
    paragraph.add_run(" post.")
    source = read(document)
    assert words(source, "struck") == ["mail"]
    assert accepted(source) == ["Knowledge of  post."]


def test_a_paragraph_style_strikes_and_a_run_may_undo_it() -> None:
    document = Document()
    style = document.styles.add_style("Struck", WD_STYLE_TYPE.PARAGRAPH)
    style.font.strike = True
    paragraph = document.add_paragraph("gone ", style=style)
    paragraph.add_run("kept").font.strike = False
    assert words(read(document), "struck") == ["gone "]


def test_two_styles_that_strike_undo_each_other() -> None:
    """As Word shows it: a toggle in the character style turns that of the paragraph style over."""
    document = Document()
    style = document.styles.add_style("Struck", WD_STYLE_TYPE.PARAGRAPH)
    style.font.strike = True
    paragraph = document.add_paragraph(style=style)
    by_style(document, paragraph.add_run("kept"))
    assert words(read(document), "struck") == []


# --- tracked changes --------------------------------------------------------------------------------------


def test_tracked_changes_keep_author_and_date() -> None:
    document = Document()
    paragraph = document.add_paragraph()
    for name, run in (("w:ins", "new "), ("w:moveTo", "come "), ("w:moveFrom", "went "), ("w:del", "old")):
        wrap(paragraph.add_run(run), name)
    source = read(document)
    assert [(m.kind, source.text[m.start : m.end], m.by, m.on) for m in source.marks] == [
        ("inserted", "new come ", AUTHOR, DAY),
        ("struck", "went old", AUTHOR, DAY),
    ]
    assert [n.text for n in source.notes] == [
        f"Tracked changes by {AUTHOR}: 2 deletions and 2 insertions; they are read as accepted."
    ]


def test_what_was_inserted_and_deleted_again_is_both() -> None:
    document = Document()
    run = document.add_paragraph().add_run("x")
    delete(run)
    deletion = run._r.getparent()
    insertion = element("w:ins", id="2", author="Other", date=DAY)
    deletion.addprevious(insertion)
    insertion.append(deletion)
    document.add_paragraph("y")
    source = read(document)
    assert {(m.kind, m.by) for m in source.marks} == {("inserted", "Other"), ("struck", AUTHOR)}


def test_a_deleted_paragraph_mark_joins_two_paragraphs() -> None:
    document = Document()
    first = document.add_paragraph("Ability to lead")
    delete(first.add_run(" a team."))
    mark(first, "w:del")
    second = document.add_paragraph()
    delete(second.add_run("Ability to"))
    second.add_run(" and guide.")
    assert accepted(read(document)) == ["Ability to lead and guide."]


def test_deleted_paragraphs_stay_apart_from_each_other() -> None:
    document = Document()
    for text in ("1. gone", "2. gone too"):
        paragraph = document.add_paragraph()
        delete(paragraph.add_run(text))
        mark(paragraph, "w:del")
    document.add_paragraph("kept")
    source = read(document)
    assert words(source, "struck") == ["1. gone", "2. gone too"]
    assert accepted(source) == ["kept"]


def test_deleted_and_inserted_rows_are_struck_and_inserted() -> None:
    document = Document()
    table = document.add_table(2, 2)
    for row, name in ((0, "w:del"), (1, "w:ins")):
        table.cell(row, 0).text, table.cell(row, 1).text = f"a{row}", f"b{row}"
        properties = element("w:trPr")
        properties.append(element(name, id="1", author=AUTHOR, date=DAY))
        table.rows[row]._tr.insert(0, properties)
    source = read(document)
    assert (words(source, "struck"), words(source, "inserted")) == (["a0", "b0"], ["a1", "b1"])


# --- numbers ----------------------------------------------------------------------------------------------


def test_numbers_are_those_that_word_prints() -> None:
    document = Document()
    levels = (("decimal", "%1."), ("lowerLetter", "(%2)"), ("upperRoman", "%1.%2.%3"))
    one = new_list(document, levels)
    for text, level in (("a", 0), ("b", 1), ("c", 1), ("d", 0), ("e", 1), ("f", 2)):
        join_list(document.add_paragraph(text), one, level)
    join_list(document.add_paragraph("g"), new_list(document, (("decimalZero", "%1)"),), start=7))
    join_list(document.add_paragraph("h"), new_list(document, (("bullet", "\uf0b7"),)))
    join_list(document.add_paragraph("i"), one, 0)
    expected = ["1. a", "(a) b", "(b) c", "2. d", "(a) e", "2.a.I f", "07) g", "• h", "3. i"]
    assert accepted(read(document)) == expected


def test_an_override_starts_a_list_again() -> None:
    document = Document()
    one = new_list(document)
    numbering = document.part.numbering_part.element
    again = element("w:num", numId="900")
    again.append(element("w:abstractNumId", val=one))
    override = element("w:lvlOverride", ilvl="0")
    override.append(element("w:startOverride", val="1"))
    again.append(override)
    numbering.append(again)
    for text, which in (("a", one), ("b", one), ("c", "900"), ("d", "900")):
        join_list(document.add_paragraph(text), which)
    assert accepted(read(document)) == ["1. a", "2. b", "1. c", "2. d"]


def test_a_style_numbers_its_paragraphs() -> None:
    document = Document()
    document.add_paragraph("a", style="List Number")
    document.add_paragraph("b", style="List Number")
    assert accepted(read(document)) == ["1. a", "2. b"]


def test_a_deleted_item_has_the_number_it_had_and_does_not_count() -> None:
    document = Document()
    one = new_list(document)
    for text in ("a", "b", "c"):
        paragraph = document.add_paragraph()
        join_list(paragraph, one)
        run = paragraph.add_run(text)
        if text != "c":
            delete(run)
            mark(paragraph, "w:del")
    source = read(document)
    assert words(source, "struck") == ["1. a", "2. b"]
    assert accepted(source) == ["1. c"]


# --- everything is read -----------------------------------------------------------------------------------

BOX = "<w:txbxContent><w:p><w:r><w:t>boxed</w:t></w:r></w:p></w:txbxContent>"


@pytest.mark.parametrize(
    ("xml", "expected"),
    [
        ("<w:p><w:hyperlink><w:r><w:t>link</w:t></w:r></w:hyperlink></w:p>", ["link"]),
        ("<w:p><w:fldSimple w:instr='PAGE'><w:r><w:t>field</w:t></w:r></w:fldSimple></w:p>", ["field"]),
        ("<w:sdt><w:sdtContent><w:p><w:r><w:t>control</w:t></w:r></w:p></w:sdtContent></w:sdt>", ["control"]),
        ("<w:p><w:smartTag><w:customXml><w:r><w:t>tag</w:t></w:r></w:customXml></w:smartTag></w:p>", ["tag"]),
        ("<w:p><w:r><w:t>a</w:t><w:br/><w:t>b</w:t><w:tab/><w:t>c</w:t></w:r></w:p>", ["a", "b\tc"]),
        ("<w:p><w:r><w:t>long</w:t><w:noBreakHyphen/><w:t>term</w:t></w:r></w:p>", ["long-term"]),
        ("<w:p><w:r><w:sym w:font='Wingdings' w:char='F0FE'/><w:t>yes</w:t></w:r></w:p>", ["☑yes"]),
        ("<w:p><w:r><w:instrText>PAGE</w:instrText><w:t>4</w:t></w:r></w:p>", ["4"]),
        ("<w:p><m:oMath><m:r><m:t>x=1</m:t></m:r></m:oMath></w:p>", ["x=1"]),
        ("<w:p><w:unheardOf><w:r><w:t>new</w:t></w:r></w:unheardOf></w:p>", ["new"]),
        (
            "<w:p><w:r><w:t>by</w:t></w:r><w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing>"
            f"{BOX}</w:drawing></mc:Choice><mc:Fallback><w:pict>{BOX}</w:pict></mc:Fallback>"
            "</mc:AlternateContent></w:r></w:p>",
            ["by", "boxed"],
        ),
        (f"<w:p><w:r><w:pict><v:textbox>{BOX}</v:textbox></w:pict></w:r></w:p>", ["boxed"]),
        ("<w:p><w:r><w:ruby><w:rt><w:r><w:t>up</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>base</w:t></w:r></w:rubyBase>"
         "</w:ruby></w:r></w:p>", ["base"]),
    ],
)  # fmt: skip
def test_words_are_read_wherever_word_keeps_them(xml: str, expected: list[str]) -> None:
    source = read(with_body(xml))
    assert accepted(source) == expected
    assert not [note for note in source.notes if "left out" in note.text]


def test_tables_within_tables_and_their_heads_are_read() -> None:
    document = Document()
    table = document.add_table(2, 2)
    for cell, text in zip(
        (c for r in table.rows for c in r.cells), ("No.", "KSA", "1", "Skill"), strict=True
    ):
        cell.text = text
    properties = element("w:trPr")
    properties.append(element("w:tblHeader"))
    table.rows[0]._tr.insert(0, properties)
    outer = document.add_table(1, 1)
    outer.cell(0, 0).text = "before"
    outer.cell(0, 0).add_table(1, 1).cell(0, 0).text = "inside"
    assert accepted(read(document)) == ["| No. | KSA |", "|---|---|", "| 1 | Skill |", "before", "inside"]


def test_headers_and_footers_are_furniture_unless_they_name_the_standard() -> None:
    document = Document()
    document.sections[0].header.paragraphs[0].text = "Handbook, enclosures"
    document.sections[0].footer.paragraphs[0].text = "Occupation Code: 2320-0012"
    document.add_paragraph("body")
    source = read(document)
    assert source.text.split() == "Handbook, enclosures body Occupation Code: 2320-0012".split()  # noqa: SIM905
    assert words(source, "markup") == ["Handbook, enclosures"]


def test_each_section_has_its_own_header_before_it() -> None:
    document = Document()
    document.sections[0].header.paragraphs[0].text = "Occupation Code: 1111-0001"
    document.add_paragraph("one")
    section = document.add_section()
    section.header.is_linked_to_previous = False
    section.header.paragraphs[0].text = "Occupation Code: 2222-0002"
    document.add_paragraph("two")
    assert accepted(read(document)) == [
        "Occupation Code: 1111-0001",
        "one",
        "Occupation Code: 2222-0002",
        "two",
    ]


def test_comments_are_told_with_author_and_line() -> None:
    document = Document()
    document.add_paragraph("first")
    run = document.add_paragraph().add_run("second")
    document.add_comment(run, text="Strike this?", author="Reviewer 9")
    source = read(document)
    assert "Strike" not in source.text
    note = next(n for n in source.notes if "comment" in n.text)
    assert '"Strike this?"' in note.text
    assert "Reviewer 9" in note.text
    assert source.text.splitlines()[(note.line or 0) - 1] == "second"


# --- hidden text ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "hide",
    [
        lambda run: setattr(run.font, "hidden", True),
        lambda run: setattr(run.font, "size", Pt(1)),
        lambda run: setattr(run.font.color, "rgb", RGBColor(255, 255, 255)),
    ],
    ids=["hidden font", "one point", "white"],
)
def test_hidden_runs_are_left_out_and_told(hide: Callable[[Any], None]) -> None:
    document = Document()
    paragraph = document.add_paragraph("shown ")
    hide(paragraph.add_run("secret"))
    source = read(document)
    assert words(source, "hidden") == ["secret"]
    assert any('"secret"' in note.text and note.line == 1 for note in source.notes)


def test_white_words_on_a_dark_cell_are_shown() -> None:
    document = Document()
    cell = document.add_table(1, 1).cell(0, 0)
    cell.paragraphs[0].add_run("heading").font.color.rgb = RGBColor(255, 255, 255)
    cell._tc.get_or_add_tcPr().append(element("w:shd", val="clear", fill="003366"))
    assert words(read(document), "hidden") == []


# --- refusals ---------------------------------------------------------------------------------------------


def repacked(change: Callable[[str, bytes], bytes]) -> bytes:
    """A small document with its parts changed."""
    document = Document()
    document.add_paragraph("Ability to read.")
    old, stream = zipfile.ZipFile(io.BytesIO(saved(document))), io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
    return stream.getvalue()


def with_main(xml: str) -> bytes:
    return repacked(lambda name, raw: xml.encode() if name == "word/document.xml" else raw)


ENTITIES = (
    '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    f"<w:document {nsdecls('w')}><w:body><w:p><w:r><w:t>&b;</w:t></w:r></w:p></w:body></w:document>"
)
OUTSIDE = ENTITIES.replace('"ha"', 'SYSTEM "file:///etc/hostname"').replace("&b;", "&a;")
DEEP = f"<w:document {nsdecls('w')}><w:body>" + "<w:sdt><w:sdtContent>" * 5_000
BIG = (
    f"<w:document {nsdecls('w')}><w:body><w:p><w:r><w:t>"
    + "a" * 30_000_000
    + "</w:t></w:r></w:p></w:body></w:document>"
)
MANY = f"<w:document {nsdecls('w')}><w:body>" + "<w:p/>" * 500_000 + "</w:body></w:document>"


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (lambda: with_main(ENTITIES), "document type"),
        (lambda: with_main(OUTSIDE), "document type"),
        (lambda: with_main(DEEP), "nests elements"),
        (lambda: with_main(BIG), "a trap: its part word/document.xml unpacks"),
        (lambda: with_main(MANY), "a trap"),
        (lambda: with_main("<w:document>"), "no well-formed XML"),
        (lambda: with_main(f"<w:document {nsdecls('w')}/>"), "no body"),
        (lambda: saved(Document()), "no text"),
        (lambda: repacked(lambda n, r: r)[:3000], "damaged"),
        (lambda: repacked(lambda n, r: r)[:-400], "damaged"),
        (lambda: b"PK\x03\x04" + b"\x00" * 500, "damaged"),
        (lambda: b"PK" + b"a" * 21_000_000, "larger than"),
    ],
    ids=["entities", "outside", "deep", "big", "many", "XML", "body", "empty", "cut",
         "tail", "zeros", "large"],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_with_advice(raw: Callable[[], bytes], says: str) -> None:
    with pytest.raises(DocumentError, match=says) as caught:
        read_docx(raw(), "a.docx")
    assert caught.value.expected
    assert caught.value.do


def test_no_words_are_lost_in_silence() -> None:
    """A place that no rule knows is told, with what stands there."""
    xml = "<w:p><w:pPr><w:odd><w:t>astray</w:t></w:odd></w:pPr><w:r><w:t>here</w:t></w:r></w:p>"
    source = read(with_body(xml))
    assert [note.text for note in source.notes if "astray" in note.text]


RUN = st.tuples(st.text("abc .", min_size=1, max_size=8), st.sampled_from(["", "strike", "ins", "del"]))


@settings(max_examples=30, deadline=None)
@given(st.lists(st.lists(RUN, max_size=4), min_size=1, max_size=5))
def test_every_letter_comes_back_with_its_own_marks(paragraphs: list[list[tuple[str, str]]]) -> None:
    document = Document()
    document.add_paragraph("Z")
    for runs in paragraphs:
        paragraph = document.add_paragraph()
        for text, how in runs:
            run = paragraph.add_run(text)
            if how == "strike":
                run.font.strike = True
            elif how:
                delete(run) if how == "del" else wrap(run, "w:ins")
    source = read(document)

    def letters(kind: str) -> str:
        return "".join(c for part in words(source, kind) for c in part if c.isalpha())

    def meant(*hows: str) -> str:
        return "".join(
            c for runs in paragraphs for text, how in runs if how in hows for c in text if c.isalpha()
        )

    assert "".join(c for c in source.text if c in "abc") == meant("", "strike", "ins", "del")
    assert letters("struck") == meant("strike", "del")
    assert letters("inserted") == meant("ins")


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 30_000), st.binary(min_size=1, max_size=6))
def test_a_changed_file_is_read_or_refused(at: int, patch: bytes) -> None:
    document = Document()
    document.add_paragraph("Ability to read.")
    raw = bytearray(saved(document))
    at %= len(raw)
    raw[at : at + len(patch)] = patch
    try:
        source = read_docx(bytes(raw), "a.docx")
    except DocumentError as error:
        told = error.do
    else:
        told = source.text
    assert told.strip()
