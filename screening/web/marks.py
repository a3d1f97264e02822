"""A text cut at its sentences, so that a page can mark each where it stands; the pieces add up to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from screening.advice.findings import Noted
from screening.reports.html import FINDINGS
from screening.reports.marking import breaks, lines_of


@dataclass(frozen=True, slots=True)
class NotedStretch:
    """A stretch of a text in the lines that its writer meant; ``sentence`` is None between sentences.

    ``number`` counts the marked ones from 1; of others it is 0.
    """

    lines: tuple[str, ...]
    sentence: Noted | None = None
    number: int = 0

    @property
    def words(self) -> str:
        """The stretch, word for word."""
        return "".join(self.lines)

    @property
    def marked(self) -> bool:
        """Whether the sentence is marked in the text: it counts, or something in it should be mended."""
        return self.sentence is not None and (self.sentence.standing != "unused" or bool(self.labels))

    @property
    def labels(self) -> list[str]:
        """What was found, in a word or two each, once."""
        if self.sentence is None:
            return []
        kinds = dict.fromkeys(remark.kind for remark in self.sentence.remarks)
        return [FINDINGS[kind] if kind != "elsewhere" else "not about this" for kind in kinds]


def pieces(text: str, sentences: Sequence[Noted]) -> list[NotedStretch]:
    """The text in pieces; a sentence whose words do not stand where it says is left out."""
    cut: list[NotedStretch] = []
    starts = breaks(text)
    at, number = 0, 0
    for sentence in sorted(sentences, key=lambda one: one.span.start):
        start, end = sentence.span.start, sentence.span.end
        if start < at or text[start:end] != sentence.quote:
            continue
        if text[at:start]:
            cut.append(NotedStretch(lines_of(text, at, start, starts)))
        piece = NotedStretch(lines_of(text, start, end, starts), sentence)
        number += piece.marked
        cut.append(replace(piece, number=number) if piece.marked else piece)
        at = end
    return [*cut, NotedStretch(lines_of(text, at, len(text), starts))] if text[at:] else cut
