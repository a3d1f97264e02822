"""A PDF's glyphs, strokes and remarks, read in a process of its own that may use little memory and time.

PDF readers unpack streams, follow references and run page programs that a hostile file can make endless, so
``python -m screening.documents.pdf_glyphs`` reads a document from its standard input, with limits set by the
operating system where it has them, and writes one JSON object. Coordinates are points from the page's lower
left corner. A glyph is [text, x0, y0, x1, y1, baseline, size, how, after]: ``how`` adds up the ways of
drawing, and ``after`` counts the shapes painted before it.
"""

from __future__ import annotations

import io
import json
import sys
import textwrap
from contextlib import suppress
from typing import Any

from screening.documents.pdf_bounds import GLYPHS_AT_MOST, MEMORY, PAGES_AT_MOST, SECONDS, Refused

VALUE_AT_MOST = 20_000  # characters of a field or a comment
LETTER, LEADING = 4.5, 12.0  # points that a typed letter and a typed line take
UNSEEN, PASSWORD = 2, 1 << 13  # flags of an annotation and of a field (ISO 32000-1, tables 165 and 228)


def read_glyphs(raw: bytes) -> dict[str, Any]:
    """The pages of a PDF as plain data; what cannot be read raises ``Refused``."""
    from pdfminer.pdfdocument import PDFDocument, PDFPasswordIncorrect
    from pdfminer.pdfpage import PDFPage
    from pdfminer.pdfparser import PDFParser

    from screening.documents.pdf_drawing import PageReader

    try:
        document = PDFDocument(PDFParser(io.BytesIO(raw)))
        pages: list[dict[str, Any]] = []
        reader = PageReader()
        for number, page in enumerate(PDFPage.create_pages(document), start=1):
            if number > PAGES_AT_MOST:
                raise Refused("pages")
            read, remarks = reader.read(page), _remarks(page)
            read["glyphs"] += [
                glyph for told in remarks for glyph in _typed(told, len(read["shapes"]))
            ][: GLYPHS_AT_MOST - reader.collector.total]
            pages.append({**read, "remarks": remarks})
    except PDFPasswordIncorrect:
        raise Refused("password") from None
    if not pages:
        raise Refused("damaged")
    return {"pages": pages}


def _remarks(page: Any) -> list[dict[str, Any]]:
    """A page's annotations that say something: strikes with their rectangles, comments, filled fields."""
    from pdfminer.pdftypes import resolve1

    found = []
    with suppress(TypeError, ValueError, AttributeError, KeyError):
        for reference in (resolve1(page.annots) or [])[:1000]:
            note = resolve1(reference)
            if not isinstance(note, dict):
                continue
            over = resolve1(note.get("Parent"))
            field = {**over, **note} if isinstance(over, dict) else note  # a field's parts share its value
            told: dict[str, Any] = {
                key: _plain(resolve1(field.get(key))) for key in ("Subtype", "Contents", "T", "M", "V", "FT")
            }
            if resolve1(field.get("Ff") or 0) & PASSWORD or resolve1(note.get("F") or 0) & UNSEEN:
                told["V"] = ""
            for key in ("QuadPoints", "Rect"):
                told[key] = [float(v) for v in resolve1(note.get(key)) or [] if isinstance(v, int | float)]
            found.append(told)
    return found


def _typed(told: dict[str, Any], after: int) -> list[list[Any]]:
    """What was typed into a form's field, as glyphs in lines inside its frame; ``after`` as in the page's."""
    if told["Subtype"] != "Widget" or told["FT"] not in ("Tx", "Ch") or len(told["Rect"]) != 4:
        return []
    left, right = sorted(told["Rect"][::2])
    foot, top = sorted(told["Rect"][1::2])
    most = max(10, int((right - left) / LETTER))
    lines = [line for said in told["V"].splitlines() for line in textwrap.wrap(said, most) or [""]]
    leading = min(LEADING, (top - foot) / max(1, len(lines)))
    found = []
    for number, line in enumerate(lines, start=1):
        base = top - leading * number + leading / 5
        for place, letter in enumerate(line):
            x = left + place * LETTER
            box = [round(v, 2) for v in (x, base, x + LETTER, base + leading * 0.8, base, leading * 0.8)]
            found.append([letter, *box, 0, after])
    return found


def _plain(value: Any) -> str:
    from pdfminer.psparser import PSLiteral
    from pdfminer.utils import decode_text

    if isinstance(value, PSLiteral):
        return str(value.name)
    return decode_text(value)[:VALUE_AT_MOST] if isinstance(value, bytes) else ""


def limit() -> None:
    """Bound this process's memory and processor time, where the operating system can."""
    with suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 2))


def main() -> None:
    """Read standard input, write JSON; every failure is an answer, not a traceback."""
    import logging

    logging.disable(logging.CRITICAL)
    limit()
    raw = sys.stdin.buffer.read()
    try:
        answer = read_glyphs(raw)
    except Refused as why:
        answer = {"refused": str(why)}
    except (MemoryError, RecursionError):
        answer = {"refused": "bounds"}
    except Exception as error:  # a parser of hostile files fails in every way there is
        answer = {"refused": "damaged", "how": type(error).__name__}
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    main()
