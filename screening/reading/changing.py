"""Orders to change a standard: "Delete item 4 and replace by …" is a change to a text, and no standard."""

from __future__ import annotations

import re

_ITEM = r"(?:items?|ksas?|requirements?|elements?|factors?|paragraphs?|numbers?|nos?\.)[ \t#(]*[0-9]{1,2}\b"
_LEAD = r"(?:^|(?<=[.;:])[ \t]+)[ \t>*_•▪●-]*(?:[(\[]?[0-9A-Za-z]{1,2}[.)\]][ \t]*)?"
_CHANGED = r"(?:deleted|replaced|amended|changed|revised|rescinded|removed|renumbered)"
ORDER = re.compile(
    rf"{_LEAD}(?:"
    rf"(?:delete|strike(?:[ \t]+out)?|remove|replace|renumber|rescind)[ \t]+(?:[\w']+[ \t]+){{0,3}}?{_ITEM}"
    rf"|(?:add|insert)\b[^\n.]{{0,60}}?\b(?:after|before|following|as|new)[ \t]+(?:new[ \t]+)?{_ITEM}"
    rf"|{_ITEM}[)]?[ \t]+(?:is|are)[ \t]+(?:hereby[ \t]+)?{_CHANGED}\b)",
    re.IGNORECASE | re.MULTILINE,
)
SAID_AT_MOST = 80


def find_change(text: str) -> str | None:
    """The first order to change a numbered item, quoted; None where a text gives none."""
    order = ORDER.search(text)
    if order is None:
        return None
    said = " ".join(text[order.start() :].lstrip().partition("\n")[0].split())
    return f'"{said[:SAID_AT_MOST]}{"…" if len(said) > SAID_AT_MOST else ""}"'
