"""What a PDF page's program draws, taken down as it runs; only the reading process imports this module."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pdfminer.converter import PDFLayoutAnalyzer
from pdfminer.layout import LTPage
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager, PDFTextState

from screening.documents.pdf_bounds import (
    GLYPHS_AT_MOST,
    INVISIBLE,
    SHAPES_AT_MOST,
    TURNED,
    UNKNOWN,
    UNMAPPED,
    WHITE,
    Refused,
)

UNUSED_BULLET = 127  # what programs that write WinAnsi draw a bullet with
Points = list[tuple[float, float]]


class Collector(PDFLayoutAnalyzer):
    """Takes down glyphs and strokes in the order in which they are painted."""

    def __init__(self, resources: PDFResourceManager) -> None:
        super().__init__(resources, laparams=None)
        self.glyphs: list[list[Any]] = []
        self.shapes: list[list[Any]] = []
        self.images: list[list[float]] = []
        self.invisible = False
        self.total = 0

    def receive_layout(self, ltpage: LTPage) -> None:
        """A page is done."""

    def render_string(self, textstate: PDFTextState, seq: Any, ncs: Any, graphicstate: Any) -> None:
        """Remember whether the text is drawn at all before its glyphs come."""
        self.invisible = textstate.render in (3, 7)
        super().render_string(textstate, seq, ncs, graphicstate)

    def render_char(self, *args: Any, **kwargs: Any) -> float:
        """One glyph."""
        width = super().render_char(*args, **kwargs)
        item = self.cur_item._objs.pop()
        self.total += 1
        if self.total > GLYPHS_AT_MOST:
            raise Refused("glyphs")
        self.glyphs.append(_glyph(item, self.invisible, len(self.shapes)))
        return width

    def handle_undefined_char(self, font: Any, cid: int) -> str:
        """A code without a character; in WinAnsi the unused ones are bullets (ISO 32000-1, annex D.2)."""
        if cid == UNUSED_BULLET and not font.is_multibyte():
            return "•"
        told: str = super().handle_undefined_char(font, cid)
        return told

    def paint_path(self, gstate: Any, stroke: bool, fill: bool, evenodd: bool, path: Sequence[Any]) -> None:
        """A line, a rectangle or a curve; only its bounds matter."""
        if not (stroke or fill):
            return
        for part in _subpaths(path):
            points = [self._placed(point) for step in part for point in _points(step)]
            if points:
                self._shape(gstate, stroke, fill, part, points)

    def _shape(self, gstate: Any, stroke: bool, fill: bool, part: Sequence[Any], points: Points) -> None:
        if len(self.shapes) >= SHAPES_AT_MOST:
            raise Refused("glyphs")
        thick = float(gstate.linewidth or 0) if stroke else 0.0
        shade = _shade(gstate.ncs, gstate.ncolor) if fill else _shade(gstate.scs, gstate.scolor)
        xs, ys = [x for x, _ in points], [y for _, y in points]
        box = [round(v, 2) for v in (min(xs), min(ys), max(xs), max(ys))]
        straight = len(points) <= 6 and not any(step[0] in ("c", "v", "y") for step in part)
        self.shapes.append([*box, round(thick, 2), int(fill), shade, int(straight), len(self.glyphs)])

    def render_image(self, name: str, stream: Any) -> None:
        """A picture, by where it stands."""
        box = self.cur_item.bbox
        self.images.append([round(float(v), 1) for v in box])

    def _placed(self, point: tuple[float, float]) -> tuple[float, float]:
        a, b, c, d, e, f = self.ctm
        return a * point[0] + c * point[1] + e, b * point[0] + d * point[1] + f


class PageReader:
    """Runs the programs of one document's pages."""

    def __init__(self) -> None:
        resources = PDFResourceManager(caching=False)
        self.collector = Collector(resources)
        self.interpreter = PDFPageInterpreter(resources, self.collector)

    def read(self, page: Any) -> dict[str, Any]:
        """What a page draws, as plain data."""
        drawn = self.collector
        drawn.glyphs, drawn.shapes, drawn.images = [], [], []
        self.interpreter.process_page(page)
        width, height = _extent(page)
        return {
            "width": width,
            "height": height,
            "glyphs": drawn.glyphs,
            "shapes": drawn.shapes,
            "images": drawn.images,
        }


def _extent(page: Any) -> tuple[float, float]:
    x0, y0, x1, y1 = (float(v) for v in page.mediabox)
    wide, high = abs(x1 - x0), abs(y1 - y0)
    return (high, wide) if page.rotate in (90, 270) else (wide, high)


def _glyph(item: Any, invisible: bool, after: int) -> list[Any]:
    """A glyph as plain numbers; ``after`` is how many shapes were painted before it."""
    a, b, c, _, _, baseline = item.matrix
    text = item.get_text()
    unmapped = text.startswith("(cid:")
    how = INVISIBLE * invisible + WHITE * (_shade(item.ncs, item.graphicstate.ncolor) >= 98)
    how += TURNED * (abs(b) > 0.1 * abs(a) or abs(c) > 0.5 or a < 0) + UNMAPPED * unmapped
    box = [round(float(v), 2) for v in (item.x0, item.y0, item.x1, item.y1, baseline, item.size)]
    return [UNKNOWN if unmapped else text, *box, how, after]


def _shade(space: Any, colour: Any) -> int:
    """How light a colour is, from 0 for black to 100 for white; 50 when that is unknown."""
    values = (
        [colour]
        if isinstance(colour, int | float)
        else list(colour)
        if isinstance(colour, tuple | list)
        else []
    )
    plain = str(getattr(space, "name", "")) in (
        "DeviceGray",
        "DeviceRGB",
        "DeviceCMYK",
        "CalGray",
        "CalRGB",
        "ICCBased",
    )
    if not values or not plain or not all(isinstance(v, int | float) for v in values):
        return 50
    if len(values) == 4:
        return round(100 * (1 - min(1.0, max(values[:3]) + values[3])))
    return round(100 * min(1.0, max(0.0, min(values))))


def _subpaths(path: Sequence[Any]) -> list[list[Any]]:
    """The parts of a path, each of which begins with a move."""
    parts: list[list[Any]] = []
    for step in path:
        if step[0] == "m" or not parts:
            parts.append([])
        parts[-1].append(step)
    return parts


def _points(step: Sequence[Any]) -> Points:
    """The points of one step of a path."""
    numbers = [float(v) for v in step[1:] if isinstance(v, int | float)]
    return list(zip(numbers[::2], numbers[1::2], strict=False))
