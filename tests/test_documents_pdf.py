"""PDFs as text: reading order, strikes by geometry, hidden words, margins, tables, what is refused."""

from __future__ import annotations

import io
import time
import zlib
from collections.abc import Callable
from typing import Any

import pytest
from reportlab.lib import colors, pdfencrypt
from reportlab.lib.pagesizes import letter
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    Frame,
    PageBreak,
    PageTemplate,
    Paragraph,
    SimpleDocTemplate,
    Spacer,
    Table,
)

from screening.documents.pdf import read_pdf
from screening.errors import DocumentError
from screening.reading.source import SourceText, marked, without

STYLE = getSampleStyleSheet()["Normal"]
WORDS = "Ability to use reference tools, manuals and lists to search for what a customer asked about."


def drawn(draw: Callable[[Canvas], Any], **options: Any) -> bytes:
    """A PDF of what a function draws."""
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=letter, invariant=1, **options)
    draw(canvas)
    canvas.save()
    return stream.getvalue()


def built(*story: Any, **options: Any) -> bytes:
    """A PDF of flowing text."""
    stream = io.BytesIO()
    SimpleDocTemplate(stream, pagesize=letter, invariant=1).build(list(story), **options)
    return stream.getvalue()


def read(raw: bytes) -> SourceText:
    return read_pdf(raw, "a.pdf")


def words(source: SourceText, kind: str) -> list[str]:
    return [source.text[mark.start : mark.end] for mark in source.marks if mark.kind == kind]


def lines(source: SourceText) -> list[str]:
    return [line for line in source.text.splitlines() if line.strip()]


# --- strikes ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["line", "bar", "many"])
@pytest.mark.parametrize(
    ("height", "struck"),
    [(0.27, True), (0.4, True), (0.12, True), (-0.1, False), (-0.25, False), (0.75, False)],
)
def test_a_line_through_the_middle_strikes_and_one_below_or_above_does_not(
    form: str, height: float, struck: bool
) -> None:
    """Heights are over the baseline, in type sizes; a glyph reaches from about -0.2 to 0.8."""

    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 12)
        canvas.drawString(72, 700, "kept gone kept")
        left = 72 + canvas.stringWidth("kept ", "Helvetica", 12)
        width, y = canvas.stringWidth("gone", "Helvetica", 12), 700 + 12 * height
        if form == "line":
            canvas.setLineWidth(0.6)
            canvas.line(left, y, left + width, y)
        elif form == "bar":
            canvas.rect(left, y - 0.3, width, 0.6, stroke=0, fill=1)
        else:
            for step in range(4):
                canvas.line(left + step * width / 4, y, left + (step + 1) * width / 4, y)

    assert words(read(drawn(draw)), "struck") == (["gone"] if struck else [])


def test_a_strike_over_two_lines_is_one_and_underlines_are_none() -> None:
    text = f"Kept words. <strike>{WORDS} {WORDS}</strike> <u>{WORDS}</u>"
    assert words(read(built(Paragraph(text, STYLE))), "struck") == [f"{WORDS} {WORDS}"]


def test_a_strike_out_annotation_strikes_with_author_and_date() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(72, 700, "kept gone kept")
        left = 72 + canvas.stringWidth("kept ", "Helvetica", 12)
        right = left + canvas.stringWidth("gone", "Helvetica", 12)
        quads = [left, 710, right, 710, left, 697, right, 697]
        canvas.highlightAnnotation("", Rect=[left, 697, right, 710], QuadPoints=quads)

    raw = drawn(draw, pageCompression=0).replace(
        b"/Subtype /Highlight", b"/T (R7) /M (D:20191212) /Subtype /StrikeOut"
    )
    source = read(raw)
    assert [(source.text[m.start : m.end], m.by, m.on) for m in source.marks] == [
        ("gone", "R7", "2019-12-12")
    ]


# --- reading order ----------------------------------------------------------------------------------------


def test_two_columns_are_read_one_after_the_other() -> None:
    stream = io.BytesIO()
    document = BaseDocTemplate(stream, pagesize=letter, invariant=1)
    frames = [Frame(60, 500, 230, 200), Frame(320, 500, 230, 200)]
    document.addPageTemplates(
        PageTemplate(frames=frames, onPage=lambda c, _: c.drawString(60, 730, "CLERK (PS-06)"))
    )
    document.build([Paragraph(f"{n}. {WORDS}", STYLE) for n in range(1, 13)])
    found = read(stream.getvalue()).text
    places = [found.index(f"{n}. Ability") for n in range(1, 13)]
    assert places == sorted(places)
    assert found.startswith("CLERK (PS-06)")
    assert " ".join(found.split()).count(WORDS) == 12


@pytest.mark.parametrize("ruled", [True, False])
def test_a_table_is_read_row_by_row(ruled: bool) -> None:
    rows: list[list[Any]] = [["No.", "KSA", "Importance"]]
    rows += [[str(n), Paragraph(WORDS, STYLE), "Essential"] for n in (1, 2, 3)]
    grid = [("GRID", (0, 0), (-1, -1), 0.5, colors.black)] if ruled else []
    found = lines(read(built(Table(rows, colWidths=[40, 300, 80], style=grid))))
    if ruled:
        expected = [f"| {n} | {WORDS} | Essential |" for n in (1, 2, 3)]
        assert found == ["| No. | KSA | Importance |", "|---|---|---|", *expected]
    else:
        assert [line[0] for line in found if line[0].isdigit()] == ["1", "2", "3"]


def test_paragraphs_are_parted_by_an_empty_line_and_wrapped_lines_are_joined() -> None:
    text = f"{WORDS[:-1]}, {WORDS[:-1]} and {WORDS}"
    raw = built(Paragraph(text, STYLE), Spacer(1, 20), Paragraph("SUPERVISION", STYLE))
    assert read(raw).text == f"{text}\n\nSUPERVISION"


def test_short_lines_that_end_for_good_stay_apart() -> None:
    shown = [
        "DRIVER TRAINER, PS-07",
        "Occupation Code 2330-0100",
        "Document Date: 01/02/2003",
        "Requirements",
    ]
    assert lines(read(built(*(Paragraph(line, STYLE) for line in shown)))) == shown


def test_a_word_divided_at_its_hyphen_is_whole_again() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(72, 700, "Ability to present work-")
        canvas.drawString(72, 686, "related reports clearly")

    assert lines(read(drawn(draw))) == ["Ability to present work-related reports clearly"]


def test_running_headers_and_footers_are_furniture() -> None:
    def margins(canvas: Canvas, document: Any) -> None:
        canvas.drawString(72, 760, "Handbook of Standards, 2019 edition")
        canvas.drawString(72, 30, f"Occ Code: 2320-0012   Page {document.page} of 3")

    pages = [
        item for n in range(3) for item in (*[Paragraph(f"Page text {n}. {WORDS}", STYLE)] * 4, PageBreak())
    ]
    source = read(built(*pages, onFirstPage=margins, onLaterPages=margins))
    furniture = " ".join(words(source, "markup"))
    assert furniture.count("Handbook of Standards") == 3
    assert source.text.count("Page text") == 12


# --- hidden words -----------------------------------------------------------------------------------------


def invisible(canvas: Canvas) -> None:
    text = canvas.beginText(72, 600)
    text.setTextRenderMode(3)
    text.textOut("secret")
    canvas.drawText(text)


def white(canvas: Canvas) -> None:
    canvas.setFillColorRGB(1, 1, 1)
    canvas.drawString(72, 600, "secret")


def white_ink(canvas: Canvas) -> None:
    canvas.setFillColorCMYK(0, 0, 0, 0)
    canvas.drawString(72, 600, "secret")


def tiny(canvas: Canvas) -> None:
    canvas.setFont("Helvetica", 1)
    canvas.drawString(72, 600, "secret")


def outside(canvas: Canvas) -> None:
    canvas.drawString(700, 600, "secret")


@pytest.mark.parametrize("hide", [invisible, white, white_ink, tiny, outside])
def test_words_that_no_eye_sees_are_left_out_and_told(hide: Callable[[Canvas], None]) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(72, 700, "shown")
        hide(canvas)

    source = read(drawn(draw))
    assert words(source, "hidden") == ["secret"]
    assert ['"secret"' in note.text for note in source.notes] == [True]


def test_white_words_on_a_dark_bar_are_shown() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFillColorRGB(0, 0, 0.4)
        canvas.rect(70, 690, 200, 24, stroke=0, fill=1)
        white_at = canvas.beginText(72, 700)
        white_at.setFillColorRGB(1, 1, 1)
        white_at.textOut("REQUIREMENTS")
        canvas.drawText(white_at)

    source = read(drawn(draw))
    assert (source.text.strip(), words(source, "hidden")) == ("REQUIREMENTS", [])


def picture(canvas: Canvas) -> None:
    from PIL import Image
    from reportlab.lib.utils import ImageReader

    canvas.drawImage(ImageReader(Image.new("L", (20, 20), 200)), 0, 0, *letter)


def test_the_recognised_text_of_a_scan_is_read_and_told() -> None:
    def draw(canvas: Canvas) -> None:
        picture(canvas)
        invisible(canvas)

    source = read(drawn(draw))
    assert (source.text.strip(), words(source, "hidden")) == ("secret", [])
    assert any("OCR" in note.text for note in source.notes)


def test_a_page_without_text_among_others_is_told() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(72, 700, "shown")
        canvas.showPage()
        picture(canvas)

    assert any("Page 2 holds no text" in note.text for note in read(drawn(draw)).notes)


def test_a_watermark_is_left_out_and_told() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(72, 700, "shown")
        canvas.rotate(45)
        canvas.drawString(300, 100, "DRAFT")

    source = read(drawn(draw))
    assert source.text.strip() == "shown"
    assert any('"DRAFT"' in note.text for note in source.notes)


def test_comments_are_told_and_filled_fields_are_read_where_they_stand() -> None:
    typed = "I sold stamps for nine years and told people what each class of mail costs them."

    def draw(canvas: Canvas) -> None:
        canvas.drawString(72, 700, "shown")
        canvas.textAnnotation("Strike this?", Rect=[72, 600, 90, 620])
        canvas.acroForm.textfield(name="f", value=typed, x=72, y=500, width=200, height=80)
        canvas.acroForm.textfield(name="g", value="", x=72, y=450)
        canvas.acroForm.textfield(name="h", value="secret", x=72, y=420, fieldFlags="password")
        canvas.drawString(72, 400, "below")

    source = read(drawn(draw))
    assert source.text.split() == ["shown", *typed.split(), "below"]
    assert ['"Strike this?"' in note.text for note in source.notes] == [True]


@pytest.mark.parametrize(
    "made",
    [
        {"annotationFlags": "hidden"},
        {"annotationFlags": "noview"},
        {"textColor": colors.white},
        {"x": 2_000},
        {"height": 0.5},
    ],
)
def test_what_is_typed_unseen_is_hidden_like_other_words(made: dict[str, Any]) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(72, 700, "shown")
        field = {"value": "credit me", "x": 72, "y": 500, "width": 200, "height": 40, **made}
        canvas.acroForm.textfield(**field)

    source = read(drawn(draw))
    assert source.text.split()[0] == "shown"
    assert "credit me" not in without(source, marked(source, "hidden")).text
    assert any('"credit me"' in note.text for note in source.notes)


# --- refusals ---------------------------------------------------------------------------------------------


def plain() -> bytes:
    return drawn(lambda canvas: canvas.drawString(72, 700, WORDS))


def locked() -> bytes:
    lock = pdfencrypt.StandardEncryption("word", ownerPassword="other")
    return drawn(lambda canvas: canvas.drawString(72, 700, WORDS), encrypt=lock)


def long() -> bytes:
    def draw(canvas: Canvas) -> None:
        for _ in range(160):
            canvas.drawString(72, 700, "page")
            canvas.showPage()

    return drawn(draw)


def by_hand(*objects: bytes) -> bytes:
    """A PDF of one page, written out; the page is object 3, its contents object 4, which comes first."""
    catalog = (
        b"1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    )
    page = (
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</XObject<<"
        + b"".join(b"/F%d %d 0 R" % (n, n) for n in range(5, 5 + len(objects) - 1))
    )
    page += b">>>>>>endobj\n"
    body = b"".join(b"%d 0 obj%s\nendobj\n" % (n, each) for n, each in enumerate(objects, start=4))
    return b"%PDF-1.4\n" + catalog + page + body + b"trailer<</Root 1 0 R>>\n%%EOF\n"


def stream(data: bytes, entries: bytes = b"") -> bytes:
    return b"<</Length %d%s>>stream\n%s\nendstream" % (len(data), entries, data)


def bomb() -> bytes:
    return by_hand(stream(zeros(3_000_000_000), b"/Filter/FlateDecode"))


def zeros(size: int) -> bytes:
    """So many blanks, deflated (RFC 1950), without holding or packing them all: the same million again."""
    blanks, packer, checked = b" " * 1_000_000, zlib.compressobj(9, wbits=-15), 1
    block = packer.compress(blanks) + packer.flush(zlib.Z_FULL_FLUSH)
    for _ in range(size // 1_000_000):
        checked = zlib.adler32(blanks, checked)
    last = zlib.compressobj(9, wbits=-15).flush()
    return b"\x78\xda" + block * (size // 1_000_000) + last + checked.to_bytes(4, "big")


def forms_in_forms() -> bytes:
    """Drawings that each draw the next ten times: ten thousand million in all."""
    form = b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]"
    drawings = [
        stream(b"/F%d Do " % (n + 1) * 10, form + b"/Resources<</XObject<</F%d %d 0 R>>>>" % (n + 1, n + 1))
        for n in range(5, 15)
    ]
    return by_hand(stream(b"/F5 Do"), *drawings, stream(b"0 0 m 1 1 l S", form))


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (locked, "password"),
        (long, "more than 150 pages"),
        (lambda: plain()[:-600], "cut off"),
        (lambda: plain()[:400] + b"%%EOF", "damaged"),
        (lambda: b"%PDF-1.7\n" + b"\x00\xff" * 500 + b"%%EOF", "damaged"),
        (lambda: drawn(picture), "scanned"),
        (lambda: drawn(lambda canvas: canvas.line(0, 0, 9, 9)), "no text"),
        (lambda: b"%PDF-1.7" + b"0" * 21_000_000 + b"%%EOF", "larger than"),
    ],
    ids=["locked", "long", "cut", "cut but ended", "noise", "scan", "blank", "large"],
)
def test_what_cannot_be_read_is_refused_with_advice(raw: Callable[[], bytes], says: str) -> None:
    with pytest.raises(DocumentError, match=says) as caught:
        read(raw())
    assert caught.value.expected
    assert caught.value.do


@pytest.mark.parametrize("trap", [bomb, forms_in_forms])
def test_a_trap_is_refused_within_bounded_memory_and_time(
    trap: Callable[[], bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The bomb unpacks to three thousand million bytes, twice what the reading process may hold."""
    monkeypatch.setattr("screening.documents.pdf.SECONDS", 5)
    raw, started = trap(), time.monotonic()
    with pytest.raises(DocumentError, match=r"memory or time|far more letters"):
        read(raw)
    assert time.monotonic() - started < 60
