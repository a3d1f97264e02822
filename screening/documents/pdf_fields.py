"""What was typed into the fields of a PDF's form, as glyphs where it stands on the page."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from screening.documents.pdf_bounds import INVISIBLE, WHITE

FIELDS_AT_MOST = 1_000  # of a page
LETTER, LEADING = 4.5, 12.0  # points that a typed letter and a typed line take
NARROWEST = 10  # letters of a line
HIDDEN, NO_VIEW, PASSWORD = 1 << 1, 1 << 5, 1 << 13
"""Flags of annotations and of fields (ISO 32000-1, tables 165 and 228)."""
COLOUR = re.compile(r"((?:[0-9.]+\s+){1,4})(?:g|rg|k)\b")
LIGHT = 0.98


def typed(page: Any, after: int) -> list[list[Any]]:
    """The glyphs of a page's filled fields; ``after`` is how many shapes the page itself has painted.

    What is typed unseen, or in white, is signed like hidden words of the page; passwords are not read.
    """
    return [glyph for field in _fields(page) for glyph in _glyphs(field, after)]


def _fields(page: Any) -> Iterator[dict[str, Any]]:
    """The text and choice fields of a page; the parts of one field share what their parent says."""
    from pdfminer.pdftypes import resolve1

    with suppress(TypeError, ValueError, AttributeError, KeyError):
        for reference in (resolve1(page.annots) or [])[:FIELDS_AT_MOST]:
            note = resolve1(reference)
            if not isinstance(note, dict):
                continue
            over = resolve1(note.get("Parent"))
            field = {**(over if isinstance(over, dict) else {}), **note}
            found = {key: resolve1(field.get(key)) for key in ("Subtype", "FT", "V", "Ff", "F", "DA", "Rect")}
            if _name(found["Subtype"]) == "Widget" and _name(found["FT"]) in ("Tx", "Ch"):
                yield found


def _name(value: Any) -> str:
    return str(getattr(value, "name", ""))


def _flags(value: Any) -> int:
    return value if isinstance(value, int) else 0


def _glyphs(field: dict[str, Any], after: int) -> Iterator[list[Any]]:
    """The letters of one field in lines inside its frame."""
    from pdfminer.utils import decode_text

    frame = [float(v) for v in field["Rect"] or [] if isinstance(v, int | float)]
    if not isinstance(field["V"], bytes) or len(frame) != 4 or _flags(field["Ff"]) & PASSWORD:
        return
    (left, right), (foot, top) = sorted(frame[::2]), sorted(frame[1::2])
    most = max(NARROWEST, int((right - left) / LETTER))
    said = decode_text(field["V"]).splitlines()
    lines = [line for paragraph in said for line in textwrap.wrap(paragraph, most) or [""]]
    leading = min(LEADING, (top - foot) / max(1, len(lines)))
    how = INVISIBLE * bool(_flags(field["F"]) & (HIDDEN | NO_VIEW)) + WHITE * _is_white(field["DA"])
    for number, line in enumerate(lines, start=1):
        base = top - leading * number + leading / 5
        for place, letter in enumerate(line):
            x = left + place * LETTER
            box = [round(v, 2) for v in (x, base, x + LETTER, base + leading * 0.8, base, leading * 0.8)]
            yield [letter, *box, how, after]


def _is_white(appearance: Any) -> bool:
    """Whether a field's default appearance draws in white: of four parts, ink, none is there."""
    found = COLOUR.search(appearance.decode("latin-1")) if isinstance(appearance, bytes) else None
    parts = [float(part) for part in found.group(1).split() if part.count(".") < 2] if found else []
    return bool(parts) and (max(parts) <= 1 - LIGHT if len(parts) == 4 else min(parts) >= LIGHT)
