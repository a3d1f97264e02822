"""The slate and the checklist of one application, for a terminal; plain text where the output is no terminal.

The table is drawn only where it fits; a narrow terminal gets one short paragraph for each applicant instead.
What applicants wrote is shown without control characters, so that no narrative can steer a terminal.
"""

from __future__ import annotations

from collections.abc import Sequence

from rich import box
from rich.columns import Columns
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from screening.evidence import Evidence
from screening.ranking.shared import Shared
from screening.reports import Slated, found_in, missing_points
from screening.reports.lettering import lettered
from screening.results import OUTCOMES, Gate, Place, Rating, Screened
from screening.scoring import EVIDENCE_KINDS, SUPPORT_KINDS
from screening.standards import Standard

STYLES = {
    "demonstrated": "green", "needs-review": "yellow", "not-demonstrated": "red",
    "qualified": "bold green", "not-qualified": "bold red",
    "pass": "green", "fail": "red", "unknown": "yellow", "not-assessed": "dim",
}
SIGNS = {"demonstrated": "✓", "needs-review": "?", "not-demonstrated": "✕"}
UNBOUNDED = 100_000
"""A width at which nothing wraps, to ask how wide the table would be."""
SCROLLED = 6
"""Applicants whose quotes push the table out of sight: it stands below them again."""
MOST_SHARED = 20
"""Passages told of; the JSON holds all."""
BRIEF = 1
"""Quotes for each KSA on a slate; the checklist of one application has them all, with the words found."""


def print_slate(slated: Slated, console: Console) -> None:
    """A table of applicants by KSAs, then for each applicant the first quotes and what is missing."""
    standard, places = slated.standard, slated.slate.places
    console.print(_title(standard, slated.slate.standard))
    console.print()
    table = _table(slated)
    wanted = console.measure(table, options=console.options.update(width=UNBOUNDED)).maximum
    fits = wanted <= console.width
    drawn = table if fits else Group(*(_line(place, standard) for place in places))
    console.print(drawn)
    console.print(_legend(standard))
    for place in places:
        console.print()
        console.rule(_heading(place), align="left", style="dim")
        console.print(_screened(place.screened, standard, BRIEF))
    if slated.shared:
        console.print()
        console.print(_shared(slated.shared))
    if len(places) > SCROLLED:
        console.print()
        console.print(drawn)
    console.print()
    console.print(_count(places))


def print_application(screened: Screened, standard: Standard, console: Console) -> None:
    """One application's checklist with every quote."""
    console.print(_title(standard, screened.standard))
    console.rule(_named(screened), align="left", style="dim")
    console.print(_screened(screened, standard, None))


def _screened(screened: Screened, standard: Standard, quotes: int | None) -> RenderableType:
    """Reasons, gates, notices and ratings of one application; ``quotes`` for each KSA, None for all."""
    facts = Table.grid(padding=(0, 1))
    facts.add_column(style="dim", justify="right", no_wrap=True)
    facts.add_column()
    facts.add_row("because", lettered("; ".join(screened.because)))
    if standard.disqualification is not None and screened.outcome == "not-qualified":
        facts.add_row("clause", lettered(f"“{standard.disqualification.text}”"))
    for gate in screened.gates:
        if quotes is None or gate.result != "not-assessed":
            facts.add_row("gate", _gate(gate))
    for notice in screened.notices:
        facts.add_row("notice", lettered(notice, "yellow"))
    return Padding(Group(facts, *(_rating(r, quotes) for r in screened.ratings)), (0, 0, 0, 2))


def _gate(gate: Gate) -> Text:
    return Text.assemble(lettered(gate.gate), " ", _styled(gate.result), "  ", lettered(gate.because, "dim"))


def _rating(rating: Rating, quotes: int | None) -> RenderableType:
    """One KSA: its sign, what was decided and why, the quotes, what is missing."""
    grid = Table.grid(padding=(0, 1))
    grid.add_column(no_wrap=True)
    grid.add_column()
    if quotes is None:
        grid.add_row()
    grid.add_row(_sign(rating), _head(rating, quotes))
    if quotes is None or rating.rating != "demonstrated":
        grid.add_row("", lettered(rating.because))
    chosen = _chosen(rating, quotes)
    left = len(_quoted(rating)) - len(chosen)
    for evidence, sign in chosen:
        found = found_in(evidence) if quotes is None else [", ".join(_kinds(evidence))]
        grid.add_row("", _quote(evidence, sign, [*found, f"{left} more quoted"] if left else found))
    if missing := missing_points(rating):
        grid.add_row("", lettered("missing: " + "; ".join(missing), "italic"))
    for source in dict.fromkeys(e.span.source for e in rating.elsewhere):
        grid.add_row("", lettered(f"would be shown by {source}, which was written for another KSA", "italic"))
    return grid


def _head(rating: Rating, quotes: int | None) -> Text:
    head = Text.assemble((f"{rating.ksa}  ", "bold"), _styled(rating.rating), f"  {rating.score:.3f}")
    return head.append(f"  {rating.rule}", "dim") if quotes is None else head


def _kinds(evidence: Evidence) -> list[str]:
    return list(dict.fromkeys(finding.kind.replace("-", " ") for finding in evidence.findings))


def _quoted(rating: Rating) -> list[tuple[Evidence, str]]:
    """Every quote once: + for evidence, ± where it also speaks against, − for what only speaks against."""
    signed = [(e, "±" if e in rating.against else "+") for e in rating.evidence]
    return signed + [(e, "−") for e in rating.against if e not in rating.evidence]


def _chosen(rating: Rating, quotes: int | None) -> list[tuple[Evidence, str]]:
    """The quotes to show; of several, the plainest, and where a KSA is in doubt what speaks against it."""
    signed = _quoted(rating)
    if quotes is None:
        return signed
    doubtful = rating.rating != "demonstrated"
    return sorted(signed, key=lambda one: (doubtful and one[1] == "+", *_plainness(one[0])))[:quotes]


def _plainness(evidence: Evidence) -> tuple[bool, int]:
    """Sorts first what tells an act, then what tells most around it."""
    kinds = {finding.kind for finding in evidence.findings}
    return not kinds & EVIDENCE_KINDS, -len(kinds & SUPPORT_KINDS)


def _quote(evidence: Evidence, sign: str, found: Sequence[str]) -> RenderableType:
    row = Table.grid(padding=(0, 1))
    row.add_column(no_wrap=True, style="bold")
    row.add_column()
    quote = lettered(f"“{' '.join(evidence.quote.split())}”")
    row.add_row(sign, Text.assemble(quote, lettered(" – " + "; ".join(found) if found else "", "dim")))
    return row


def _table(slated: Slated) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=0)
    table.add_column("rank", no_wrap=True, justify="right")
    table.add_column("candidate", no_wrap=True, min_width=max(map(len, _candidates(slated)), default=0))
    table.add_column("outcome", no_wrap=True, min_width=len("not-qualified"))
    for number, _ in enumerate(slated.standard.ksas, start=1):
        table.add_column(str(number), justify="right", no_wrap=True, min_width=2)
    gates = _assessed(slated.slate.places)
    for gate in gates:
        table.add_column(lettered(gate), no_wrap=True, min_width=max(len(gate), len("unknown")))
    for place in slated.slate.places:
        screened = place.screened
        results = {g.gate: _styled(g.result) for g in screened.gates}
        table.add_row(str(place.rank), lettered(screened.candidate), _styled(screened.outcome),
                      *_signs(screened, slated.standard), *(results.get(gate, Text("–")) for gate in gates))
    return table


def _assessed(places: Sequence[Place]) -> list[str]:
    """The gates that anybody has a result for, or lacks one for; the physical requirement is none of them."""
    gates = (gate for place in places for gate in place.screened.gates)
    return list(dict.fromkeys(gate.gate for gate in gates if gate.result != "not-assessed"))


def _candidates(slated: Slated) -> list[str]:
    return [place.screened.candidate for place in slated.slate.places]


def _signs(screened: Screened, standard: Standard) -> list[Text]:
    """One sign for each KSA of the standard, in its order."""
    rated = {rating.ksa: _sign(rating) for rating in screened.ratings}
    return [rated.get(ksa.id, Text("–")) for ksa in standard.ksas]


def _sign(rating: Rating) -> Text:
    return Text(SIGNS[rating.rating], STYLES[rating.rating])


def _line(place: Place, standard: Standard) -> RenderableType:
    """One applicant where the table does not fit: each KSA's number beside its sign."""
    screened = place.screened
    signs = [Text.assemble(f"{n}", sign) for n, sign in enumerate(_signs(screened, standard), start=1)]
    gates = [Text.assemble(lettered(g.gate), " ", _styled(g.result)) for g in screened.gates]
    below = Group(Text(" ").join(signs), Text(", ").join(gates))
    return Group(_heading(place), Padding(below, (0, 0, 1, 3)))


def _legend(standard: Standard) -> RenderableType:
    """What the signs and the numbers mean, in as many columns as there is room for."""
    signs = ", ".join(f"{sign} {rating}" for rating, sign in SIGNS.items())
    names = [Text(f"{n:>2} {ksa.id}", "dim") for n, ksa in enumerate(standard.ksas, start=1)]
    last = Text("The physical requirement is not assessed here." if standard.physical else "", "dim")
    return Group(Text(signs, "dim"), Columns(names, padding=(0, 3), column_first=True), last)


def _title(standard: Standard, address: str) -> Text:
    grade = f" ({standard.grade})" if standard.grade else ""
    return Text.assemble((f"{standard.title}{grade}", "bold"), "  ", (address, "dim"))


def _heading(place: Place) -> Text:
    return Text.assemble((f"{place.rank}. ", "bold"), _named(place.screened))


def _named(screened: Screened) -> Text:
    return Text.assemble(lettered(screened.candidate, "bold"), "  ", _styled(screened.outcome))


def _shared(passages: Sequence[Shared]) -> RenderableType:
    """The passages that several applicants have word for word, the first words of each."""
    told = Table.grid(padding=(0, 1))
    told.add_column(no_wrap=True)
    told.add_column()
    for passage in passages[:MOST_SHARED]:
        held_by = "; ".join(f"{candidate} {source}" for candidate, source in passage.held_by)
        told.add_row(f"{passage.words} words", lettered(f"{held_by}: “{passage.quote}”", "yellow"))
    title = "Word for word in several applications; no rating depends on it, and the panel may ask:"
    more = len(passages) - MOST_SHARED
    return Group(title, told, *([f"and {more} more"] if more > 0 else []))


def _count(places: Sequence[Place]) -> Text:
    outcomes = [p.screened.outcome for p in places]
    parts = [f"{outcomes.count(o)} {o}" for o in OUTCOMES]
    told = f"{len(places)} application{'' if len(places) == 1 else 's'}: " + ", ".join(parts)
    waiting = not outcomes.count("qualified") and outcomes.count("needs-review")
    return Text(f"{told}; who qualifies is for people to settle: look at each “?”" if waiting else told)


def _styled(word: str) -> Text:
    return Text(word, style=STYLES.get(word, ""))
