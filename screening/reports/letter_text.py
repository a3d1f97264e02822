"""Letters to applicants as plain text, as wide as a letter, and as one HTML page to be printed."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Sequence

from screening.reports import html
from screening.reports.letter import NOTHING, USUALLY, WANTED, Letter, LetterPoint
from screening.reports.lettering import tamed

WIDTH = 78
RULE = "=" * WIDTH


def render(letters: Sequence[Letter]) -> str:
    """The letters one after the other, with a rule between them."""
    return f"\n{RULE}\n\n".join("\n".join(_lines(letter)) + "\n" for letter in letters)


def render_html(letters: Sequence[Letter]) -> str:
    """The letters as one page; on paper each begins on a sheet of its own."""
    return html.page("letter.html.j2", styles=("report.css", "letter.css"), letters=letters,
                     wanted=WANTED, usually=USUALLY, nothing=NOTHING)  # fmt: skip


def _lines(letter: Letter) -> Iterator[str]:
    yield from _told(f"Your application for {letter.position}")
    yield from _told(f"Application {letter.candidate}, under the standard {letter.address}")
    for words in (*letter.opening, *filter(None, [letter.clause])):
        yield ""
        yield from _told(words)
    for point in letter.points:
        yield ""
        yield from _point(point, letter.total)
    if letter.examinations:
        yield from ("", "EXAMINATIONS")
        yield from _listed(letter.examinations)
    yield from ("", "IF SOMETHING IS WRONG, OR YOU WANT A PERSON TO READ IT")
    for words in letter.rights:
        yield from _told(words)
    yield from ("", "Write to:")
    for line in letter.contact.splitlines():
        yield from _told(line, "  ")
    yield ""
    yield from _told(f"For the file: {letter.record}")


def _point(point: LetterPoint, total: int) -> Iterator[str]:
    """One requirement: its words, then what was looked for, found and missing."""
    yield f"REQUIREMENT {point.number} OF {total}: {point.result.upper()}"
    yield from _told(f"“{point.requirement}”")
    yield from ("", "What was looked for")
    yield from _told(WANTED, "  ")
    if point.examples:
        yield from _told(USUALLY, "  ")
        yield from _listed(f"“{example}”" for example in point.examples)
    yield from ("", "What was found in your words")
    found = [f"“{one.words}”" + (f" ({one.noted})" if one.noted else "") for one in point.found]
    yield from _listed(found) if found else _told(NOTHING, "  ")
    yield from _told(f"The reason: {point.reason}", "  ")
    if point.missing:
        yield from ("", "What was missing")
        yield from _listed(point.missing)


def _listed(items: Iterable[str]) -> Iterator[str]:
    for item in items:
        yield from _told(item, "  - ", "    ")


def _told(words: str, first: str = "", rest: str | None = None) -> list[str]:
    """Words on lines of the letter's width; what could steer a terminal is made visible."""
    safe = " ".join(tamed(words).split())
    return textwrap.wrap(safe, WIDTH, initial_indent=first, subsequent_indent=first if rest is None else rest,
                         break_long_words=False, break_on_hyphens=False)  # fmt: skip
