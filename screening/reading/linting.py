"""What is odd in a standard as it stands in the library: for a person to look at, changed by nobody."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations, pairwise

from screening.reading.elements import VERBS, elements_of
from screening.reading.naming import overlap
from screening.reading.noting import note_on
from screening.standards import Ksa, Note, Passage, Standard

NEAR = 0.5
CONFUSED = (
    (re.compile(r"\bprincipals\b(?=.{0,40}\b(?:practices|procedures|methods|theor\w+)\b)", re.I),
     "principals", "principles"),
    (re.compile(r"\b(?:methods|practices|procedures|theor\w+)\b.{0,20}\bprincipals\b", re.I),
     "principals", "principles"),
    (re.compile(r"\bcontent center\b", re.I), "content center", "contact center"),
    (re.compile(r"\bgroup employees\b", re.I), "group employees", "group of employees"),
    (re.compile(r"\bKPI's\b"), "KPI's", "KPIs"),
    (re.compile(r"\binsure that\b", re.I), "insure that", "ensure that"),
)  # fmt: skip
DOUBLED = re.compile(r"\b(\w+)\s+\1\b", re.IGNORECASE)
ECHO = re.compile(r"\b(\w{5,})\s+\w+\s+\1\b", re.IGNORECASE)
AGREEMENT = re.compile(r"(?:,|\band)\s+(?P<verb>[a-z]+s)\s+and\s+(?P<other>[a-z]+)\b")
MISREAD = re.compile(r"\b(?=[A-Za-z]*[0-9|][A-Za-z|0-9]*[A-Za-z])[A-Za-z]+[0-9|][A-Za-z0-9|]*\b")


def lint(standard: Standard, others: Iterable[Standard] = ()) -> list[Note]:
    """Everything odd in a standard, and how it stands to other standards, in the order of its lines."""
    rest = [other for other in others if other.address != standard.address]
    found = [
        *_nothing(standard), *_numbers(standard.ksas), *_twins(standard.ksas), *_typos(standard),
        *_missing(standard, rest), *_borrowed(standard, rest), *_compound(standard.ksas),
    ]  # fmt: skip
    return sorted(found, key=lambda note: note.line or 0)


def _nothing(standard: Standard) -> Iterator[Note]:
    """That no KSA was read: rare in a standard, and often a layout that was not understood."""
    if not standard.ksas:
        yield Note(
            text="No KSA was read. If the document asks for some, set them as a list under the heading"
            ' Requirements, each beginning "Knowledge of", "Skill in" or "Ability to".'
        )


def _numbers(ksas: Sequence[Ksa]) -> Iterator[Note]:
    """Numbers that do not go on by one."""
    numbered = [ksa for ksa in ksas if ksa.number and re.match(r"[0-9]", ksa.number)]
    if numbered and not re.fullmatch(r"1(?:\.1)*", str(numbered[0].number)):
        yield note_on(numbered[0], f'The first number is "{numbered[0].number}".')
    for before, after in pairwise(numbered):
        first, second = str(before.number), str(after.number)
        if not _follows(first, second):
            yield note_on(after, f'Numbers out of order: "{second}" after "{first}".')


def _follows(first: str, second: str) -> bool:
    """Whether a number is the next one: 3 after 2, 2.3 after 2.2, 3.1 after 2.3."""
    if not all(re.fullmatch(r"[0-9]+(?:\.[0-9]+)*", number) for number in (first, second)):
        return False
    before, after = ([int(part) for part in number.split(".")] for number in (first, second))
    while (
        len(after) > 1
        and len(before) >= len(after)
        and after[-1] == 1
        and after[:-1] != before[: len(after) - 1]
    ):
        after, before = after[:-1], before[: len(after) - 1]
    return len(before) >= len(after) and after == [*before[: len(after) - 1], before[len(after) - 1] + 1]


def _twins(ksas: Sequence[Ksa]) -> Iterator[Note]:
    for one, other in combinations(ksas, 2):
        share = overlap(one.text, other.text)
        if share >= NEAR:
            said = f"{other.id} nearly repeats {one.id}: {share:.0%} of the shorter one's words."
            yield note_on(other, said)


def _typos(standard: Standard) -> Iterator[Note]:
    """Likely slips, kept as printed."""
    passages: list[Ksa | Passage] = [*standard.ksas, *standard.training_ksas, *standard.duties]
    for passage in passages:
        line = passage.cite.lines[0] if passage.cite else None
        for said in dict.fromkeys(slips(passage.text)):
            yield Note(text=f"Kept as printed: {said}.", line=line)


def slips(text: str) -> Iterator[str]:
    """The likely slips of a text, each in words."""
    meanings = {printed: meant for pattern, printed, meant in CONFUSED if pattern.search(text)}
    for printed, meant in meanings.items():
        yield f'"{printed}" probably means "{meant}"'
    for match in DOUBLED.finditer(text):
        yield f'"{match.group()}" says a word twice'
    for match in ECHO.finditer(text):
        yield f'"{match.group()}" reads as if it were garbled'
    for match in AGREEMENT.finditer(text):
        if match.group("other") in VERBS and match.group("verb").removesuffix("s") in VERBS:
            yield f'"{match.group("verb")} and {match.group("other")}" do not agree'
    if " | " in text:
        yield '"|" parts the cells of a table; words of another column may have come in'
    for match in MISREAD.finditer(text):
        yield f'"{match.group()}" may be misread'


def _missing(standard: Standard, others: Sequence[Standard]) -> Iterator[Note]:
    """Importance and scale that some KSAs, or another copy of the standard, have and others lack."""
    copies = [other for other in others if other.occupation_code == standard.occupation_code]
    for name, label in (("importance", "essential or desirable"), ("scale", "the scale")):
        lacking = [ksa for ksa in standard.ksas if getattr(ksa, name) is None]
        if lacking and len(lacking) < len(standard.ksas):
            for ksa in lacking:
                yield note_on(ksa, f"{ksa.id} does not say {label}; others here do.")
        elif lacking and any(getattr(ksa, name) for copy in copies for ksa in copy.ksas):
            yield note_on(lacking[0], f"No KSA here says {label}; another copy of this standard does.")


def _borrowed(standard: Standard, others: Sequence[Standard]) -> Iterator[Note]:
    """KSAs with another position's label, and where their twins are."""
    for ksa in standard.ksas:
        if not ksa.origin or _same(ksa.origin, standard.title):
            continue
        twins = [f"{o.address}#{k.id}" for o in others for k in o.ksas
                 if k.id == ksa.id and o.occupation_code != standard.occupation_code]  # fmt: skip
        where = f"; its twin is {', '.join(twins)}" if twins else ""
        yield note_on(ksa, f'{ksa.id} carries the label of another position, "{ksa.origin}"{where}.')


def _same(a: str, b: str) -> bool:
    return re.sub(r"\W+", "", a).lower() == re.sub(r"\W+", "", b).lower()


def _compound(ksas: Sequence[Ksa]) -> Iterator[Note]:
    for ksa in ksas:
        parts = elements_of(ksa.text)
        if len(parts) > 1:
            yield note_on(ksa, f"{ksa.id} asks for {len(parts)} things: " + "; ".join(parts) + ".")
