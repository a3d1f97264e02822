"""A PDF page's glyphs gathered into rows; which of them are struck, and which cannot be seen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import median
from typing import Any

from screening.documents.composing import Sign, Signs
from screening.documents.pdf_bounds import INVISIBLE, TURNED, WHITE

STRUCK_FROM, STRUCK_TO = 0.30, 0.75  # of a glyph's height; a line lower underlines, a higher one lies over it
THIN = 0.12  # of a glyph's height, or 1.5 points: a line and no bar
TINY = 2.0  # points
WORD_GAP, SEGMENT_GAP = 0.2, 1.1  # of the type size
LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "\uf0b7": "•", "\uf0a7": "▪"}
LIGHT = 98
RULE_STEP = 4  # points: rules are looked up by their height
FIGURES_AT_MOST = 2_000


@dataclass(frozen=True)
class Glyph:
    """One glyph: its text, its box in points from the lower left, its baseline, type size and signs."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    base: float
    size: float
    how: int
    after: int
    signs: Signs = ()

    @property
    def middle(self) -> tuple[float, float]:
        """The centre of the glyph's box."""
        return (self.x0 + self.x1) / 2, (self.y0 + self.y1) / 2


@dataclass(frozen=True)
class Shape:
    """A line, a rectangle or another figure: its bounds, shade (0 black, 100 white) and place in order."""

    x0: float
    y0: float
    x1: float
    y1: float
    thick: float
    filled: bool
    shade: int
    straight: bool
    after: int

    def covers(self, x: float, y: float) -> bool:
        """Whether a point lies within the bounds."""
        return self.x0 - 0.5 <= x <= self.x1 + 0.5 and self.y0 <= y <= self.y1

    @property
    def is_rule(self) -> bool:
        """Whether it is a horizontal line, drawn or filled."""
        return self.straight and self.y1 - self.y0 <= 1.6 and self.x1 - self.x0 >= 1


@dataclass(frozen=True)
class Segment:
    """Glyphs that stand side by side without a wide gap."""

    glyphs: tuple[Glyph, ...]

    @property
    def x0(self) -> float:
        """The left edge."""
        return self.glyphs[0].x0

    @property
    def x1(self) -> float:
        """The right edge."""
        return self.glyphs[-1].x1

    @property
    def text(self) -> str:
        """The words."""
        return "".join(text for text, _ in pieces(self.glyphs))


@dataclass(frozen=True)
class Row:
    """Segments on one baseline, from left to right."""

    base: float
    segments: tuple[Segment, ...]

    @property
    def text(self) -> str:
        """The words, segments two blanks apart."""
        return "  ".join(segment.text.strip() for segment in self.segments)

    @property
    def size(self) -> float:
        """The type size of the row."""
        return max(glyph.size for segment in self.segments for glyph in segment.glyphs)


def glyphs_of(page: dict[str, Any]) -> list[Glyph]:
    """A page's glyphs with the signs that its strokes, colours and annotations give them."""
    shapes = shapes_of(page)
    glyphs = [Glyph(LIGATURES.get(g[0], g[0]), *g[1:]) for g in page["glyphs"]]
    scanned = bool(page["images"]) and all(g.how & INVISIBLE or not g.text.strip() for g in glyphs)
    strikes: dict[int, list[Shape]] = {}
    for shape in shapes:
        if shape.is_rule:
            strikes.setdefault(round((shape.y0 + shape.y1) / 2 / RULE_STEP), []).append(shape)
    quads = list(_struck_quads(page["remarks"]))
    filled = [s for s in shapes if s.filled and s.straight and s.y1 - s.y0 > 3][:FIGURES_AT_MOST]
    found = []
    for glyph in glyphs:
        why = _hidden(glyph, page, filled, scanned)
        sign = _strike(glyph, strikes, quads)
        signs = (*(() if why is None else (Sign("hidden", why=why),)), *(() if sign is None else (sign,)))
        found.append(replace(glyph, signs=signs))
    return _once(found)


def shapes_of(page: dict[str, Any]) -> list[Shape]:
    """A page's lines and figures."""
    return [
        Shape(x0, y0, x1, y1, thick, bool(filled), shade, bool(straight), after)
        for x0, y0, x1, y1, thick, filled, shade, straight, after in page["shapes"]
    ]


def is_turned(glyph: Glyph) -> bool:
    """Whether a glyph stands on a slanting or upright baseline."""
    return bool(glyph.how & TURNED)


def _strike(
    glyph: Glyph, rules: Mapping[int, Sequence[Shape]], quads: Sequence[tuple[list[float], Sign]]
) -> Sign | None:
    """The sign of a glyph that a line crosses at the middle of its height."""
    height, x = glyph.y1 - glyph.y0, glyph.middle[0]
    low, high = (glyph.y0 + part * height for part in (STRUCK_FROM, STRUCK_TO))
    steps = range(round(low / RULE_STEP), min(round(high / RULE_STEP), round(low / RULE_STEP) + 50) + 1)
    for rule in (rule for step in steps for rule in rules.get(step, ())):
        y = (rule.y0 + rule.y1) / 2
        thick = max(rule.y1 - rule.y0, rule.thick)
        crossed = low <= y <= high
        if crossed and rule.x0 - 0.5 <= x <= rule.x1 + 0.5 and thick <= max(1.5, THIN * height):
            return Sign("struck")
    for (x0, y0, x1, y1), sign in quads:
        if x0 <= x <= x1 and y0 <= glyph.middle[1] <= y1:
            return sign
    return None


def _struck_quads(remarks: Iterable[dict[str, Any]]) -> Iterable[tuple[list[float], Sign]]:
    """The rectangles that strike-out annotations cover, with who made them and when."""
    for remark in remarks:
        if remark["Subtype"] != "StrikeOut":
            continue
        sign = Sign("struck", remark["T"] or None, _day(remark["M"]))
        points = remark["QuadPoints"] or remark["Rect"]
        for at in range(0, len(points) - 3, 8):
            xs, ys = points[at : at + 8 : 2], points[at + 1 : at + 8 : 2]
            yield [min(xs), min(ys), max(xs), max(ys)], sign


def _day(printed: str) -> str | None:
    plain = printed.removeprefix("D:")[:8]
    return f"{plain[:4]}-{plain[4:6]}-{plain[6:]}" if len(plain) == 8 and plain.isdigit() else None


def _hidden(glyph: Glyph, page: dict[str, Any], filled: Sequence[Shape], scanned: bool) -> str | None:
    """Why a glyph cannot be seen, or None."""
    x, y = glyph.middle
    if not (-1 <= x <= page["width"] + 1 and -1 <= y <= page["height"] + 1):
        return "outside the page"
    if glyph.how & INVISIBLE and not scanned:
        return "drawn without ink"
    if max(glyph.size, glyph.y1 - glyph.y0) < TINY:
        return f"type of {glyph.size:g} points"
    if not glyph.how & WHITE or not glyph.text.strip():
        return None
    beneath = [s.shade for s in filled if s.after <= glyph.after and s.covers(x, y)]
    pictured = any(i[0] <= x <= i[2] and i[1] <= y <= i[3] for i in page["images"][:FIGURES_AT_MOST])
    return "white on white" if not pictured and (not beneath or beneath[-1] >= LIGHT) else None


def _once(glyphs: Sequence[Glyph]) -> list[Glyph]:
    """Glyphs without those printed again in the same place to look bold."""
    seen: dict[tuple[str, int], list[Glyph]] = {}
    found = []
    for glyph in glyphs:
        near = seen.setdefault((glyph.text, round(glyph.base)), [])
        again = glyph.text.strip() and any(
            abs(g.x0 - glyph.x0) < 0.12 * glyph.size and g.signs == glyph.signs for g in near[-60:]
        )
        if not again:
            near.append(glyph)
            found.append(glyph)
    return found


# --- rows and their pieces --------------------------------------------------------------------------------


def rows_of(glyphs: Iterable[Glyph]) -> list[Row]:
    """Glyphs gathered into rows by their baselines, from top to bottom."""
    groups: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda g: (-g.base, g.x0)):
        close = groups and abs(groups[-1][0].base - glyph.base) <= 0.3 * max(glyph.size, groups[-1][0].size)
        groups[-1].append(glyph) if close else groups.append([glyph])
    rows = [Row(median(g.base for g in group), tuple(_segments(group))) for group in groups]
    return [row for row in rows if row.text.strip()]


def _segments(glyphs: Iterable[Glyph]) -> list[Segment]:
    found: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda g: g.x0):
        if not glyph.text.strip() and not found:
            continue
        near = found and glyph.x0 - max(g.x1 for g in found[-1][-3:]) <= SEGMENT_GAP * glyph.size
        found[-1].append(glyph) if near else found.append([glyph])
    return [Segment(tuple(group)) for group in found if any(g.text.strip() for g in group)]


def pieces(glyphs: Sequence[Glyph]) -> list[tuple[str, Signs]]:
    """The words of glyphs side by side, with blanks where there are gaps, in pieces of the same signs."""
    found: list[tuple[str, Signs]] = []
    before: Glyph | None = None
    for glyph in glyphs:
        blank = not glyph.text.strip()
        if before is not None and not blank and before.text.strip():
            if glyph.x0 - before.x1 > WORD_GAP * glyph.size:
                found.append((" ", tuple(s for s in before.signs if s in glyph.signs)))
        elif blank and (before is None or not before.text.strip()):
            continue
        found.append((" " if blank else glyph.text, glyph.signs))
        before = glyph
    return found
