"""Drafts how a standard is read: for each KSA, what somebody says who has shown it, in the first person.

Sentences of applicants are compared with these by a sentence model. Measured on rated narratives, the words
"Ability to" and short common sentences ("I assigned work") draw everything and tell requirements apart less
well than none would; so a draft drops the opener, and says of each element what it is part of. Nothing is
drafted that the KSA does not say itself: a subject-matter expert must confirm, and will better, a draft.
"""

from __future__ import annotations

import re

from screening.reading.elements import LIST, elements_of
from screening.reading.retelling import Asked, acted, clauses_of, starts_with_verb, told
from screening.reading.source import squeeze
from screening.standards import Checklist, KsaChecklist, Standard

MOST = 6
TELLING = 6
"""Words from which on an act by itself tells one requirement from others."""
MOSTLY = 0.7
"""Share of a clause from which on an element is nearly the whole of it, and adds nothing."""
LONGEST = 1_500
"""Characters of a requirement that are read for drafting; a sentence model reads hardly more."""


def draft_checklist(standard: Standard) -> Checklist:
    """A checklist in draft: three to six indicators for each KSA, always the same for the same words."""
    entries = {ksa.id: KsaChecklist(shown_by=draft_indicators(ksa.text)) for ksa in standard.ksas}
    return Checklist(reads=standard.address, status="draft", ksas=entries)


def draft_indicators(text: str) -> tuple[str, ...]:
    """Three to six indicators for one requirement: the whole of it three times, then its elements."""
    said = _mine(squeeze(text[:LONGEST]))
    clauses = clauses_of(said)
    whole = " and ".join([told(clauses[0]), *(told(clause).removeprefix("I ") for clause in clauses[1:])])
    words = "; ".join(clause.words for clause in clauses)
    did = "know this and have used it" if clauses[0].kind == "knowledge" else "did this"
    drafted = [f"I {did}: {words}.", f"{whole}.", f"This was my own work: {words}."]
    return tuple(dict.fromkeys([*drafted, *_of_elements(said, clauses[0])]))[:MOST]


def _mine(said: str) -> str:
    """The words as the one who is meant would use them: "one's own" is "my own"."""
    for printed, meant in (("one's", "my"), ("oneself", "myself")):
        said = re.sub(rf"\b{printed}\b", meant, said.replace("’", "'"))
    return said.strip(" .;,")


def _of_elements(said: str, clause: Asked) -> list[str]:
    """What was done of each element, and as part of what; a short act that is part of nothing is left out."""
    elements = elements_of(said)
    main = Asked(clause.kind, clause.acts, LIST.split(clause.words)[0].strip(" ,;.("))
    if len(elements) < 2:
        return []
    if main.words == clause.words:
        most = MOSTLY * len(clause.words.split())
        long = [e for e in elements if starts_with_verb(e) and TELLING <= len(e.split()) < most]
        return [f"{told(Asked(clause.kind, True, e))}." for e in long]
    act = acted(main)
    lead = f"When I {act}" if act else f"With what I know of {main.words}"
    acts = {e: acted(Asked(clause.kind, False, e)) for e in elements}  # what is listed is named, or a gerund
    things = ", ".join(e.removeprefix("with ") for e, act in acts.items() if act is None)
    parts = [*filter(None, acts.values()), *([f"dealt with {things}"] if things else [])]
    return [f"{lead}, I {part}." for part in parts]
