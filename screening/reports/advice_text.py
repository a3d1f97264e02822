"""What a writer is told, for a terminal: requirement by requirement, with questions and never an answer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from screening.advice import Advice, KsaAdvice
from screening.reports.lettering import lettered
from screening.reports.terminal import SIGNS, STYLES

SHORT = 90
"""Characters of a quote beside a question; the whole of it stands in the writer's own file."""


def print_advice(
    advice: Advice, console: Console, only: Iterable[str] | None = None, *, alone: bool = False
) -> None:
    """The advice on a draft; ``only`` these requirements, by id, where the others have not changed.

    ``alone``: the draft is of one requirement, and nobody meant to write the others.
    """
    chosen = None if only is None else set(only)
    for one in advice.ksas:
        if chosen is None or one.ksa in chosen:
            console.print(_about(one))
            console.print()
    if chosen is None:
        for section in advice.sections:
            console.print(lettered(f"{section.name}: {section.bring} {section.judged}", "dim"))
    for notice in advice.general:
        console.print(lettered(notice, "yellow"))
    console.print(_sum(advice, alone))


def _about(one: KsaAdvice) -> RenderableType:
    rating = one.rating
    head = Text.assemble(
        (f"{one.number}. {one.ksa}  ", "bold"),
        (f"{SIGNS[rating.rating]} {rating.rating}", STYLES[rating.rating]),
        (f"  {rating.score:.3f}", "dim"),
    )
    return Group(head, Padding(Group(lettered(one.requirement, "dim"), *_told(one)), (0, 0, 0, 3)))


def _told(one: KsaAdvice) -> Iterator[RenderableType]:
    """What is told below the head, the verdict first."""
    if not one.blank:
        yield lettered(f"{one.says} {one.because}")
    if one.untouched:
        yield lettered(one.untouched, "italic")
    for question in one.questions:
        quote = f" – “{_short(question.quote)}”" if question.quote else ""
        yield Text.assemble(("? ", "bold"), lettered(question.asks), lettered(quote, "dim"))
    for copy in one.copied:
        yield lettered(f"copied from the standard ({copy.of}): “{_short(copy.quote)}”", "yellow")
    for other in one.serves:
        how = "would show it as well" if other.shown else "lies nearer to it"
        whose = f"requirement {other.number} ({other.ksa})"
        yield lettered(f"{whose}: “{_short(other.quotes[0])}” {how}", "italic")
    for source in dict.fromkeys(evidence.span.source for evidence in one.rating.elsewhere):
        yield lettered(f"would be shown by {source}, which was written for another requirement", "italic")
    if not one.blank:
        parts = (f"{part.part} {'yes' if part.present else 'no'}" for part in one.star)
        yield lettered(f"{', '.join(parts)} · {one.characters:,} characters", "dim")


def _sum(advice: Advice, alone: bool) -> Text:
    counts = {"shown": "demonstrated", "left to people": "needs-review", "not shown yet": "not-demonstrated"}
    told = [f"{sum(k.rating.rating == v and not k.blank for k in advice.ksas)} {words}"
            for words, v in counts.items()]  # fmt: skip
    blank = [f"{advice.unwritten} not written"] if advice.unwritten and not alone else []
    return lettered(f"{', '.join([*told, *blank])} · {advice.length.says}", "bold")


def _short(quote: str) -> str:
    words = " ".join(quote.split())
    return words if len(words) <= SHORT else words[: SHORT - 1] + "…"
