"""Numbers as lists print them: 3, 03, c, C, iii, III, 3rd."""

from __future__ import annotations

ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
    (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
# What word processors and style sheets call the ways of counting; any other name counts 1, 2, 3.
NAMES = {
    "lowerLetter": "a", "lower-alpha": "a", "lower-latin": "a", "upperLetter": "A", "upper-alpha": "A",
    "upper-latin": "A", "lowerRoman": "i", "lower-roman": "i", "upperRoman": "I", "upper-roman": "I",
    "decimalZero": "01", "decimal-leading-zero": "01", "ordinal": "1st",
}  # fmt: skip


def numeral(number: int, style: str) -> str:
    """A number in a style of counting, which goes by its name in DOCX or in CSS."""
    kind = NAMES.get(style, "1")
    if kind == "01":
        return f"{number:02d}"
    if kind == "1st":
        return f"{number}{_ordinal_ending(number)}"
    if number < 1 or kind == "1" or number > 3999:
        return str(number)
    printed = _letters(number, style) if kind in "aA" else _roman(number)
    return printed.upper() if kind in "AI" else printed


def _letters(number: int, style: str) -> str:
    """After z, word processors double the letter (aa, bb) and style sheets count on (aa, ab)."""
    if style in ("lowerLetter", "upperLetter"):
        return chr(97 + (number - 1) % 26) * ((number - 1) // 26 + 1)
    printed = ""
    while number:
        number, letter = divmod(number - 1, 26)
        printed = chr(97 + letter) + printed
    return printed


def _roman(number: int) -> str:
    printed = ""
    for value, letters in ROMAN:
        count, number = divmod(number, value)
        printed += letters * count
    return printed


def _ordinal_ending(number: int) -> str:
    if number % 100 in (11, 12, 13):
        return "th"
    return {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
