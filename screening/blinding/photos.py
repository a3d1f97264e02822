"""Pictures inside a text: data addresses, picture tags, links to picture files."""

from __future__ import annotations

import re
from collections.abc import Iterator

from screening.blinding.found import Found, View, every

SHAPES = {
    "a picture written out as data": re.compile(
        r"data:image/[\w.+-]+(?:;[\w=-]+)*,[\w+/=%-]+(?:\n[\w+/=]{40,})*", re.IGNORECASE
    ),
    "a picture in Markdown": re.compile(r"!\[[^\]\n]*\]\([^)\n]*\)"),
    "a picture in HTML": re.compile(r"<img\b[^>]*>", re.IGNORECASE),
    "a link to a picture": re.compile(
        r"(?:https?://|www\.)[^\s<>\"]+\.(?:jpe?g|png|gif|webp|heic|bmp|tiff?)\b(?:\?[^\s<>\"]*)?",
        re.IGNORECASE,
    ),
}


def find(view: View) -> Iterator[Found]:
    """Every picture and every link to one."""
    for why, shape in SHAPES.items():
        yield from every(shape, view, "photo", why)
