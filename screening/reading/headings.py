"""Section headings, in any case, with any numbering and punctuation, on their own line or inside one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

SectionKind = Literal[
    "function", "description", "duties", "supervision", "selection", "requirements", "desirable",
    "training", "examination", "physical", "additional", "local", "apart",
]  # fmt: skip

# Headings as they are met, most particular first. Each is matched whole, white space and case ignored.
LEXICON: tuple[tuple[SectionKind, str], ...] = (
    ("training", r"training (?:(?:exam(?:ination)?s?|course|program|test) )?(?:requirements?|ksas?)"),
    ("training", r"(?:requirements?|ksas?|knowledge,? skills,? (?:and|&) abilities) (?:for|under|during|after) training"),
    ("training", r"training (?:exam(?:ination)?s?|knowledge,? skills,? (?:and|&) abilities)"),
    ("local", r"local (?:addend(?:um|a)|additions?|requirements?|provisions?)"),
    ("examination", r"(?:entrance |entry |written |postal )?(?:exam(?:ination)?s?|tests?|testing|assessments?)"
                    r"(?: (?:and|/|or) (?:exam(?:ination)?s?|tests?|assessments?))? requirements?"),
    ("examination", r"(?:required |entrance |entry |written )?(?:examinations?|exams?|tests?)(?: required)?"),
    ("physical", r"(?:physical|medical|vision|hearing)(?:(?:,| and| &|/)* (?:physical|medical|vision|hearing))*"
                 r" (?:requirements?|demands?|standards?|qualifications?|abilit(?:y|ies)|capabilit(?:y|ies))"),
    ("desirable", r"(?:desirable|desired|preferred|highly desirable)"
                  r"(?: (?:qualifications?|requirements?|ksas?|skills?|factors?|knowledge,? skills,? (?:and|&) abilities))?"),
    ("additional", r"(?:additional|special|other|licens(?:e|ing)|driv(?:er|ers|er's|ing)(?: license)?|certification)"
                   r" (?:provisions?|requirements?|conditions?|qualifications?|information|considerations?)"),
    ("additional", r"(?:experience|education|educational|experience and education) requirements?"),
    ("function", r"(?:basic |general |position )?(?:function(?:al)?(?: purpose| statement)?|purpose|(?:position|job) summary)"),
    ("description", r"(?:description of (?:work|duties)|(?:position|job|work) description)"),
    ("duties", r"(?:(?:major|primary|principal|essential|typical|specific|general) )?(?:job )?"
               r"(?:duties|responsibilities)(?:(?:,| and| &|/)+ ?(?:tasks|duties|responsibilities))*"),
    ("duties", r"operational requirements?"),
    ("supervision", r"supervision(?: received| exercised)?"),
    ("selection", r"(?:selection|method of selection|means of selection)(?: (?:method|process|procedures?|policy))?"),
    ("requirements", r"(?:(?:minimum|basic|general|job|position|entry|entrance|qualification|eligibility|mandatory|essential|core|required|ksa) )*"
                     r"(?:requirements?|qualifications?|ksas?|selection factors|evaluation factors|rating factors|elements)"
                     r"(?: ?\(ksas?\))?(?: (?:on|for|at) entry)?"),
    ("requirements", r"(?:(?:required|essential|minimum) )?knowledges?,? (?:skills?,?|abilities,?) (?:and|&|/|or) (?:other )?(?:abilit(?:y|ies)|skills?|characteristics)"
                     r"(?: ?\(ksas?\))?(?: (?:requirements?|required))?"),
    ("apart", r"(?:how to apply|application (?:instructions?|procedures?|process)|to apply|salary(?: range)?|benefits?"
              r"|finance number|persons eligible to apply|area of consideration|who may apply|contact(?: information)?"
              r"|important(?: information| notice)?|notice|equal (?:employment )?opportunity(?: employer)?|eeo statement"
              r"|reasonable accommodations?|veterans'? preference|posting (?:period|dates?)|job posting(?: period)?"
              r"|closing date|about (?:us|the postal service)|hours of duty|work (?:schedule|hours)|facility location"
              r"|position information|travel requirements?|conditions of employment|background check|drug (?:screening|testing)"
              r"|notes?|remarks|references|distribution|enclosures?|history|revision history|change log)"),
)  # fmt: skip

NUMBERING = r"(?:(?:[0-9]{1,2}|[IVX]{1,5}|[A-Z])[.)]\s+|§\s*)?"
OPENING = r"^[ \t>#*_|•\-]*" + NUMBERING
CLOSING = r"[ \t*_]*(?:[:.\-–—]+[ \t*_|]*|(?=[|]|$))"


@dataclass(frozen=True)
class Heading:
    """A section heading in a copy: what it opens and the range it is printed in, punctuation included."""

    kind: SectionKind
    start: int
    end: int
    phrase: str


def _flexible(phrase: str) -> str:
    """A phrase of the lexicon as a pattern in which a blank is any run of blanks."""
    return re.sub(r" (?!\?)", r"[ \\t]+", phrase).replace(" ?", r"[ \t]*")


_PHRASES = "|".join(f"(?P<k{i}>{_flexible(phrase)})" for i, (_, phrase) in enumerate(LEXICON))
ON_A_LINE = re.compile(f"{OPENING}(?:{_PHRASES}){CLOSING}", re.IGNORECASE | re.MULTILINE)
INSIDE = re.compile(rf"(?<=[\s.;)|])(?:{_PHRASES})[ \t]*:[ \t]*", re.IGNORECASE)


def find_headings(text: str) -> list[Heading]:
    """The section headings of a text, in order, none inside another."""
    found = [_heading(match) for match in ON_A_LINE.finditer(text) if _stands_alone(match, text)]
    found += [_heading(match) for match in INSIDE.finditer(text) if _announces(match, text)]
    kept: list[Heading] = []
    for heading in sorted(found, key=lambda h: (h.start, -h.end)):
        if not kept or heading.start >= kept[-1].end:
            kept.append(heading)
    return kept


def _heading(match: re.Match[str]) -> Heading:
    group = match.lastgroup or "k0"
    return Heading(LEXICON[int(group[1:])][0], match.start(), match.end(), match.group(group))


def _stands_alone(match: re.Match[str], text: str) -> bool:
    """Whether a match at the start of a line is a heading and not the first words of a sentence."""
    rest = text[match.end() :].partition("\n")[0].strip()
    mark = text[match.end(match.lastgroup or 0) : match.end()].strip(" \t*_|")
    return not rest or ":" in mark or (bool(mark) and mark[0] in "-–—." and _capitals(match))


def _announces(match: re.Match[str], text: str) -> bool:
    """Whether a match inside a line is a heading: capitals, or a new sentence that starts with capitals."""
    if _capitals(match):
        return True
    before = text[: match.start()].rstrip(" \t")
    phrase = match.group(match.lastgroup or 0)
    return phrase.istitle() and before.endswith((".", "|", ")"))


def _capitals(match: re.Match[str]) -> bool:
    return match.group(match.lastgroup or 0).isupper()
