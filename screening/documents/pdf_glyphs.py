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
from contextlib import suppress
from typing import Any

from screening.documents.pdf_bounds import GLYPHS_AT_MOST, MEMORY, PAGES_AT_MOST, SECONDS, Refused
from screening.documents.pdf_fields import typed


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
            pages.append({**_with_fields(reader, page), "remarks": _remarks(page)})
    except PDFPasswordIncorrect:
        raise Refused("password") from None
    if not pages:
        raise Refused("damaged")
    return {"pages": pages}


def _with_fields(reader: Any, page: Any) -> dict[str, Any]:
    """What a page draws, and what was typed into its fields; together no more glyphs than one may have."""
    read: dict[str, Any] = reader.read(page)
    filled = typed(page, len(read["shapes"]))
    reader.collector.total += len(filled)
    if reader.collector.total > GLYPHS_AT_MOST:
        raise Refused("glyphs")
    read["glyphs"] += filled
    return read


def _remarks(page: Any) -> list[dict[str, Any]]:
    """A page's annotations that say something: strikes with their rectangles, comments."""
    from pdfminer.pdftypes import resolve1

    found = []
    with suppress(TypeError, ValueError, AttributeError, KeyError):
        for reference in (resolve1(page.annots) or [])[:1000]:
            note = resolve1(reference)
            if not isinstance(note, dict):
                continue
            told: dict[str, Any] = {
                key: _plain(resolve1(note.get(key))) for key in ("Subtype", "Contents", "T", "M")
            }
            for key in ("QuadPoints", "Rect"):
                told[key] = [float(v) for v in resolve1(note.get(key)) or [] if isinstance(v, int | float)]
            found.append(told)
    return found


def _plain(value: Any) -> str:
    from pdfminer.psparser import PSLiteral
    from pdfminer.utils import decode_text

    if isinstance(value, PSLiteral):
        return str(value.name)
    return decode_text(value)[:500] if isinstance(value, bytes) else ""


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
