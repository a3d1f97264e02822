"""Texts set as DOCX, HTML and PDF, for tests to read back.

A text is what ``standards/sources`` holds: one paragraph a line, ``~~struck~~`` words, ``1.`` at items.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt

AUTHOR, DAY = "Reviewer 7", "2019-12-12T09:30:00Z"
NUMBERED = re.compile(r"([0-9]{1,2})\. (?=\S)")
Run = tuple[str, bool]


@dataclass(frozen=True)
class Line:
    """A paragraph: its runs of words, struck or not; its number in a list; a bullet; a gap above."""

    runs: tuple[Run, ...]
    number: int | None = None
    bullet: bool = False
    gap: bool = False

    @property
    def struck(self) -> bool:
        """Whether all words of the paragraph are struck."""
        return all(struck for words, struck in self.runs if words.strip())


def lines_of(text: str) -> list[Line]:
    """The paragraphs of a text; lines that go on counting from 1 are items of a numbered list."""
    found: list[Line] = []
    gap, expected = False, 1
    for printed in text.split("\n"):
        line = printed.strip().removesuffix("|").strip()
        if not line or line == "|":
            gap = True
            continue
        bullet = line.startswith("- ")
        match = NUMBERED.match(line)
        count = int(match.group(1)) if match else None
        number = count if count in (1, expected) and count is not None else None
        expected = number + 1 if number else expected
        rest = line[2:] if bullet else line[match.end() :] if number and match else line
        runs = tuple((part, index % 2 == 1) for index, part in enumerate(rest.split("~~")) if part)
        found.append(Line(runs, number, bullet, gap))
        gap = False
    return found


# --- DOCX -------------------------------------------------------------------------------------------------


def as_docx(lines: Sequence[Line], tracked: bool = False, furniture: str = "") -> bytes:
    """Lines as a DOCX file; what is struck is struck by hand, or deleted while changes were tracked."""
    document: Any = Document()
    if furniture:
        document.sections[0].header.paragraphs[0].text = furniture
        document.sections[0].footer.paragraphs[0].text = "Page 1 of 9"
    number_id = ""
    for line in lines:
        paragraph = document.add_paragraph(style="List Bullet" if line.bullet else None)
        paragraph.paragraph_format.space_before, paragraph.paragraph_format.space_after = (
            Pt(10 * line.gap),
            Pt(0),
        )
        if line.number:
            number_id = new_list(document) if line.number == 1 else number_id
            join_list(paragraph, number_id)
        for words, struck in line.runs:
            run = paragraph.add_run(words)
            if struck and tracked:
                delete(run)
            else:
                run.font.strike = struck or None
        if line.struck and tracked:
            mark(paragraph, "w:del")
    return saved(document)


def saved(document: Any) -> bytes:
    """A python-docx document as bytes."""
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def element(name: str, **attributes: str) -> Any:
    """An element of the word-processing namespace with attributes of it."""
    made = OxmlElement(name)
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), value)
    return made


def change(name: str) -> Any:
    """The element of a tracked change (``w:ins``, ``w:del``, ``w:moveFrom``, ``w:moveTo``)."""
    return element(name, id="1", author=AUTHOR, date=DAY)


def wrap(run: Any, name: str) -> None:
    """Put a run into a tracked change."""
    around = change(name)
    run._r.addprevious(around)
    around.append(run._r)


def delete(run: Any) -> None:
    """Delete a run while changes are tracked."""
    wrap(run, "w:del")
    for text in run._r.findall(qn("w:t")):
        text.tag = qn("w:delText")


def mark(paragraph: Any, name: str) -> None:
    """Insert or delete a paragraph's mark while changes are tracked."""
    properties = paragraph._p.get_or_add_pPr()
    around = element("w:rPr")
    around.append(change(name))
    properties.append(around)


def new_list(document: Any, levels: Sequence[tuple[str, str]] = (("decimal", "%1."),), start: int = 1) -> str:
    """A new numbered list of a document, by its id; a level is how it counts and what it prints."""
    part = document.part.numbering_part.element
    kind = str(100 + len(part.findall(qn("w:num"))))
    abstract = element("w:abstractNum", abstractNumId=kind)
    for index, (counts, printed) in enumerate(levels):
        level = element("w:lvl", ilvl=str(index))
        level.append(element("w:start", val=str(start)))
        level.append(element("w:numFmt", val=counts))
        level.append(element("w:lvlText", val=printed))
        abstract.append(level)
    part.insert(0, abstract)
    number = element("w:num", numId=kind)
    number.append(element("w:abstractNumId", val=kind))
    part.append(number)
    return kind


def join_list(paragraph: Any, number_id: str, level: int = 0) -> None:
    """Make a paragraph an item of a list."""
    around = element("w:numPr")
    around.append(element("w:ilvl", val=str(level)))
    around.append(element("w:numId", val=number_id))
    paragraph._p.get_or_add_pPr().append(around)


# --- HTML -------------------------------------------------------------------------------------------------

STRIKES: tuple[Callable[[str], str], ...] = (
    lambda words: f"<s>{words}</s>",
    lambda words: f"<del>{words}</del>",
    lambda words: f"<strike>{words}</strike>",
    lambda words: f'<span style="text-decoration: line-through">{words}</span>',
    lambda words: f'<span class="gone">{words}</span>',
)


def as_html(lines: Sequence[Line], strike: Callable[[str], str] = STRIKES[0]) -> bytes:
    """Lines as a web page: items in ordered lists, with the plain lines right below them in the same item."""
    body = "\n".join(_blocks(lines, strike))
    style = "<style>.gone { text-decoration: line-through; }</style><script>var a = 1</script>"
    head = f'<html><head><meta charset="utf-8"><title>Enclosure</title>{style}</head>'
    page = f"<!DOCTYPE html>\n{head}<body>\n<nav>Home Search</nav>\n{body}\n</body></html>\n"
    return page.encode()


def _blocks(lines: Sequence[Line], strike: Callable[[str], str]) -> Iterator[str]:
    open_list = ""
    for line in lines:
        words = "".join(strike(escape(part)) if struck else escape(part) for part, struck in line.runs)
        if line.number and (line.number == 1 or open_list != "ol"):
            yield f"</{open_list}>" if open_list else ""
            yield f'<ol start="{line.number}">'
            open_list = "ol"
        elif line.bullet and open_list != "ul":
            yield f"</{open_list}>" if open_list else ""
            yield "<ul>"
            open_list = "ul"
        elif not (line.number or line.bullet) and open_list and line.gap:
            yield f"</{open_list}>"
            open_list = ""
        if line.number or line.bullet:
            yield f"<li>{words}"
        elif open_list:
            yield f"<br>{words}"
        else:
            yield f"<p>{words}</p>"
    yield f"</{open_list}>" if open_list else ""


# --- PDF --------------------------------------------------------------------------------------------------


def as_pdf(lines: Sequence[Line], furniture: str = "", size: float = 10.0) -> bytes:
    """Lines printed to PDF, one after the other, with a running footer."""
    from reportlab.lib.pagesizes import letter
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.platypus import Paragraph, SimpleDocTemplate

    def footer(canvas: Any, document: Any) -> None:
        canvas.setFont("Helvetica", 8)
        canvas.drawString(72, 40, f"{furniture}   Page {document.page}" if furniture else "")

    stream = io.BytesIO()
    document = SimpleDocTemplate(stream, pagesize=letter, invariant=1)
    story = []
    for line in lines:
        words = "".join(f"<strike>{escape(p)}</strike>" if struck else escape(p) for p, struck in line.runs)
        lead = f"{line.number}. " if line.number else "- " if line.bullet else ""
        style = ParagraphStyle("p", fontSize=size, leading=size * 1.2, spaceBefore=size if line.gap else 1)
        story.append(Paragraph(lead + words, style))
    document.build(story, onFirstPage=footer, onLaterPages=footer)
    return stream.getvalue()
