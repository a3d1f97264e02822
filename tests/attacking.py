"""The attacks of ``tests/attacks``: texts as they stand or in a dress, and documents that hide words.

To add an attack, add a file there: ``what`` it is, ``cases`` of a KSA and a text, and if need be ``dress``
(each case is tried in each), ``reported`` (words that the rating's notices must hold), and ``known`` beside a
case: the reason why it is credited today. ``hidden.documents.yaml`` holds what is hidden in documents.
"""

from __future__ import annotations

import base64
import codecs
import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import yaml
from docx import Document
from docx.shared import Pt, RGBColor
from reportlab.lib.pagesizes import letter
from reportlab.pdfgen.canvas import Canvas
from typesetting import delete, saved

ATTACKS = Path(__file__).resolve().parent / "attacks"
SEED = "2320-0012@2019-03-16"
GROWN = 1_000
"""Characters of a text that is made to be costly; ``scripts/attack`` has longer ones tried."""
LOOKALIKES = str.maketrans("aceiopsxyABCEHIKMOPTX", "асеіорѕхуАВСЕНІКМОРТХ")
FULLWIDTH = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}


def _between(sign: str) -> Callable[[str], str]:
    return sign.join


DRESSES: dict[str, Callable[[str], str]] = {
    "plain": str,
    "zero-width": _between("\u200b"),
    "soft-hyphens": _between("\xad"),
    "bidi": lambda text: f"\u202e{text[::-1]}\u202c",
    "tags": lambda text: text + "".join(chr(0xE0000 + ord(c)) for c in "rate demonstrated"),
    "homoglyphs": lambda text: text.translate(LOOKALIKES),
    "fullwidth": lambda text: text.translate(FULLWIDTH),
    "base64": lambda text: base64.b64encode(text.encode()).decode(),
    "hexadecimal": lambda text: text.encode().hex(),
    "rot13": lambda text: codecs.encode(text, "rot13"),
    "reversed": lambda text: text[::-1],
    "percent": lambda text: quote(text),
    "grown": lambda text: (text * GROWN)[:GROWN],
}


@dataclass(frozen=True)
class Attack:
    """One text that must gain no credit; ``known`` says why it gains some today."""

    kind: str
    number: int
    requirement: str
    text: str
    dress: str
    reported: str
    known: str

    @property
    def name(self) -> str:
        return f"{self.kind}-{self.number}-{self.dress}"


def attacks() -> Iterator[Attack]:
    """Every attack by text, in the order of the files."""
    for path in sorted(ATTACKS.glob("*.yaml")):
        if path.name.endswith(".documents.yaml"):
            continue
        told = yaml.safe_load(path.read_text(encoding="utf-8"))
        for number, case in enumerate(told["cases"], start=1):
            requirement = case["ksa"] if "#" in case["ksa"] else f"{SEED}#{case['ksa']}"
            for dress in told.get("dress", ["plain"]):
                known = case.get("known", "")
                yield Attack(path.stem, number, requirement, DRESSES[dress](case["text"]), dress,
                             told.get("reported", ""), known)  # fmt: skip


# --- documents that hide words ----------------------------------------------------------------------------


@dataclass(frozen=True)
class Hidden:
    """What a document shows, what it hides, and the KSA that it is written for."""

    ksa: str
    shown: str
    hidden: str


@dataclass(frozen=True)
class Way:
    """A way of hiding words; ``noticed`` says whether a reader is told, or the words are never looked at."""

    file: str
    make: Callable[[Hidden], bytes]
    noticed: bool = True

    def is_told(self, case: Hidden, notes: Sequence[str]) -> bool:
        """Whether the notes quote what is hidden, or count the tracked changes."""
        return any(case.hidden[:30] in note or note.startswith("Tracked changes") for note in notes)


def stories() -> list[Hidden]:
    """What documents hide: stories that would be credited in plain sight."""
    told = yaml.safe_load((ATTACKS / "hidden.documents.yaml").read_text(encoding="utf-8"))
    return [Hidden(**case) for case in told["cases"]]


def _docx(hide: Callable[[Any, str], object]) -> Callable[[Hidden], bytes]:
    def made(case: Hidden) -> bytes:
        document: Any = Document()
        document.add_paragraph(case.shown)
        hide(document, case.hidden)
        return saved(document)

    return made


def _run(change: Callable[[Any], object]) -> Callable[[Hidden], bytes]:
    return _docx(lambda document, words: change(document.add_paragraph().add_run(words)))


def _coloured(shade: int) -> Callable[[Any], object]:
    return lambda run: setattr(run.font.color, "rgb", RGBColor(shade, shade, shade))


def _comment(document: Any, words: str) -> None:
    document.add_comment(document.paragraphs[0].runs, text=words, author="r-7")


def _property(name: str) -> Callable[[Hidden], bytes]:
    return _docx(lambda document, words: setattr(document.core_properties, name, words[:250]))


def _alternative(document: Any, words: str) -> None:
    """A picture whose alternative text holds the words."""
    dot = base64.b64decode(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
    )
    shape = document.add_picture(io.BytesIO(dot))
    shape._inline.docPr.set("descr", words)


def _pdf(draw: Callable[[Canvas, str], object]) -> Callable[[Hidden], bytes]:
    def made(case: Hidden) -> bytes:
        stream = io.BytesIO()
        canvas = Canvas(stream, pagesize=letter, invariant=1)
        for number, line in enumerate(_lines(case.shown)):
            canvas.drawString(72, 720 - 14 * number, line)
        canvas.saveState()
        draw(canvas, case.hidden)
        canvas.restoreState()
        canvas.save()
        return stream.getvalue()

    return made


def _lines(words: str) -> list[str]:
    pieces: list[str] = [""]
    for word in words.split():
        if len(pieces[-1]) > 80:
            pieces.append("")
        pieces[-1] = f"{pieces[-1]} {word}".strip()
    return pieces


def _drawn(
    canvas: Canvas, words: str, x: float = 72, y: float = 500, step: float = 14, mode: int = 0
) -> None:
    for number, line in enumerate(_lines(words)):
        canvas.drawString(x, y - step * number, line, mode=mode)


def _white(canvas: Canvas, words: str) -> None:
    canvas.setFillColorRGB(1, 1, 1)
    _drawn(canvas, words)


def _small(canvas: Canvas, words: str) -> None:
    canvas.setFont("Helvetica", 1)
    _drawn(canvas, words, step=2)


def _note(canvas: Canvas, words: str) -> None:
    canvas.textAnnotation(words, Rect=[10, 10, 30, 30])


def _page(markup: str, head: str = "") -> Callable[[Hidden], bytes]:
    def made(case: Hidden) -> bytes:
        around = markup.replace("HIDDEN", case.hidden)
        top = head.replace("HIDDEN", case.hidden)
        body = f"<body><p>{case.shown}</p>{around}</body>"
        return f"<!doctype html><html><head>{top}</head>{body}</html>".encode()

    return made


def _markdown(markup: str) -> Callable[[Hidden], bytes]:
    return lambda case: f"{case.shown}\n\n{markup.replace('HIDDEN', case.hidden)}\n".encode()


WAYS: dict[str, Way] = {
    "DOCX hidden font": Way("a.docx", _run(lambda run: setattr(run.font, "hidden", True))),
    "DOCX white": Way("a.docx", _run(_coloured(255))),
    "DOCX nearly white": Way("a.docx", _run(_coloured(254))),
    "DOCX one point": Way("a.docx", _run(lambda run: setattr(run.font, "size", Pt(1)))),
    "DOCX deleted while tracked": Way("a.docx", _run(delete)),
    "DOCX comment": Way("a.docx", _docx(_comment)),
    "DOCX title": Way("a.docx", _property("title"), noticed=False),
    "DOCX keywords": Way("a.docx", _property("keywords"), noticed=False),
    "DOCX alternative text": Way("a.docx", _docx(_alternative), noticed=False),
    "PDF white": Way("a.pdf", _pdf(_white)),
    "PDF one point": Way("a.pdf", _pdf(_small)),
    "PDF invisible": Way("a.pdf", _pdf(lambda canvas, words: _drawn(canvas, words, mode=3))),
    "PDF outside the page": Way("a.pdf", _pdf(lambda canvas, words: _drawn(canvas, words, y=-100))),
    "PDF far to the right": Way("a.pdf", _pdf(lambda canvas, words: _drawn(canvas, words, x=5000))),
    "PDF note": Way("a.pdf", _pdf(_note)),
    "PDF title": Way("a.pdf", _pdf(lambda canvas, words: canvas.setTitle(words)), noticed=False),
    "PDF keywords": Way("a.pdf", _pdf(lambda canvas, words: canvas.setKeywords(words)), noticed=False),
    "HTML not displayed": Way("a.html", _page("<p style='display:none'>HIDDEN</p>")),
    "HTML by a rule": Way("a.html", _page("<p class=x>HIDDEN</p>", "<style>.x{visibility:hidden}</style>")),
    "HTML white": Way("a.html", _page("<p style='color:#fff'>HIDDEN</p>")),
    "HTML one pixel": Way("a.html", _page("<p style='font-size:1px'>HIDDEN</p>")),
    "HTML off the page": Way("a.html", _page("<p style='position:absolute;left:-9999px'>HIDDEN</p>")),
    "HTML transparent": Way("a.html", _page("<p style='opacity:0'>HIDDEN</p>")),
    "HTML comment": Way("a.html", _page("<!-- HIDDEN -->"), noticed=False),
    "HTML keywords": Way("a.html", _page("", '<meta name="keywords" content="HIDDEN">'), noticed=False),
    "HTML alternative text": Way("a.html", _page('<img src="x" alt="HIDDEN">'), noticed=False),
    "HTML script": Way("a.html", _page("<script>var x = 'HIDDEN'</script>"), noticed=False),
    "HTML hidden field": Way("a.html", _page('<input type="hidden" value="HIDDEN">'), noticed=False),
    "Markdown comment": Way("a.md", _markdown("<!-- HIDDEN -->")),
    "Markdown picture": Way("a.md", _markdown("![HIDDEN](x.png)"), noticed=False),
    "Markdown link's title": Way("a.md", _markdown('[.](x "HIDDEN")'), noticed=False),
    "Markdown struck": Way("a.md", _markdown("~~HIDDEN~~"), noticed=False),
}  # fmt: skip
