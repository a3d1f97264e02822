"""A requirement's clauses told by one who did what they ask: "to plan and lead" as "I planned and led"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from screening.reading.conjugation import NOUNS_TOO, is_verb, past, plain_of
from screening.reading.openers import Opener, find_openers
from screening.standards import Kind

PURPOSE = re.compile(
    r"[,;]?\s+(?:at a level\s+)?(?:sufficient(?:ly)?|so as|in order|needed|necessary)"
    r"(?:\s+for\s+(?:the|an?)\s+\w+)?\s+to\s+(?!(?:the|an?)\b)",
    re.IGNORECASE,
)
JOINT = re.compile(
    r"\s*(?:[,;]\s*(?:and/or|and|or|as well as)?|\b(?:and/or|and|or|as well as)\b)\s+", re.IGNORECASE
)
ADVERBS = re.compile(r"(?:(?:\w+ly|also|both|then)(?:,?\s+(?:and|or)\s+|,\s*|\s+))*", re.IGNORECASE)
SEEMING_ADVERBS = re.compile(r"\b(?:apply|supply|rely|comply|reply|multiply|fly|imply|ally)\b", re.IGNORECASE)
WORD = re.compile(r"[A-Za-z]+(?:[-/][A-Za-z]+)*")
NO_OBJECT = re.compile(r"\s*(?:$|[,;.:)]|(?:of|for|in|and|or|by|with|on|at|from|as)\b)", re.IGNORECASE)
"""What follows a noun rather than a verb that has an object."""
OBJECT_WORDS = 3
"""From how many words on a gerund that names knowledge is an act; "budgeting principles" are a thing."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One clause of a requirement: its kind, whether a plain verb begins it ("to plan …"), and its words."""

    kind: Kind
    acts: bool
    words: str


def clauses_of(said: str) -> list[Asked]:
    """What a requirement asks for: a clause for each opener, and one for each purpose that it serves."""
    openers = [o for o in find_openers(said) if _opens(said, o)]
    found = [] if openers else list(_parts("other", starts_with_verb(said), said))
    ends = [*(opener.start for opener in openers[1:]), len(said)]
    for opener, end in zip(openers, ends, strict=bool(openers)):
        words = said[opener.end : end]
        acts = said[opener.start : opener.end].lower().endswith("to")
        found += _parts(opener.kind, acts, re.sub(r"\s*[,;.]?\s*\b(?:and|or)(?:\s+the)?\s*$", "", words))
    return found or [Asked("other", False, said)]


def _opens(said: str, opener: Opener) -> bool:
    """Whether a clause begins there: at the start, after a mark or "and"; not in "instil skills in"."""
    before = said[: opener.start].rstrip().lower()
    return not before or bool(re.search(r"(?:[,;:.]|\band|\bor)(?:\s+(?:the|an?))?$", before))


def _parts(kind: Kind, acts: bool, words: str) -> Iterator[Asked]:
    main, *purposes = (part.strip(" ,;.") for part in PURPOSE.split(words))
    if main:
        yield Asked(kind, acts, main)
    yield from (Asked(kind, True, purpose) for purpose in purposes if purpose)


def starts_with_verb(words: str) -> bool:
    """Whether the plain form of a verb known here begins the words."""
    first = WORD.match(words, adverbs_before(words))
    return first is not None and is_verb(first.group())


def told(clause: Asked) -> str:
    """A clause as what its doer says, without the full stop: "I planned …", "I know and have used …"."""
    act = acted(clause)
    if act:
        return f"I {act}"
    return f"I {'know and have used' if clause.kind == 'knowledge' else 'have done this:'} {clause.words}"


def acted(clause: Asked) -> str | None:
    """The words in the past where they begin with a verb or a gerund; None when they name a thing."""
    words = re.sub(r"^(?:the|to)\s+", "", clause.words)
    lead = adverbs_before(words)
    first = WORD.match(words, lead)
    if first is None:
        return None
    rest, plain = words[first.end() :], plain_of(first.group())
    if clause.acts and plain is None:
        return words[:lead] + past(first.group()) + _joined(rest, gerunds=False)
    least = OBJECT_WORDS if clause.kind == "knowledge" else OBJECT_WORDS - 1
    if plain is None or len(words.split()) < least:
        return None
    return words[:lead] + past(plain) + _joined(re.sub(r"^ of\b", "", rest), gerunds=True)


def adverbs_before(words: str) -> int:
    """How many characters of adverbs stand before the verb."""
    found = ADVERBS.match(words)
    end = found.end() if found else 0
    seeming = SEEMING_ADVERBS.search(words[:end])
    return seeming.start() if seeming else end


def _joined(words: str, gerunds: bool) -> str:
    """The rest of a clause, with the verbs that are joined to its first one in the past as well."""
    retold, at = "", 0
    for joint in JOINT.finditer(words):
        if joint.start() < at or words.count("(", 0, joint.start()) > words.count(")", 0, joint.start()):
            continue
        bare = joint.end() + (3 if words.startswith(("in ", "of ") if gerunds else "to ", joint.end()) else 0)
        start = bare + adverbs_before(words[bare:])
        verb = WORD.match(words, start)
        between = "" if bare > joint.end() else words[at : joint.start()]
        plain = verb and _verb_after(between, joint.group(), verb, gerunds)
        if verb and plain:
            retold += words[at : joint.end()] + words[bare:start] + past(plain)
            at = verb.end()
    return retold + words[at:]


def _verb_after(before: str, joint: str, word: re.Match[str], gerunds: bool) -> str | None:
    """The plain form of a verb that goes on from the first one, None for a noun, or after "to search and"."""
    plain = plain_of(word.group()) if gerunds else word.group()
    if plain is None or not is_verb(plain):
        return None
    adjacent, ambiguous = not before.strip(), gerunds or plain in NOUNS_TOO
    if not adjacent and ambiguous and NO_OBJECT.match(word.string, word.end()):
        return None
    infinitives = [m for m in re.finditer(r"\bto\s+(\w+)", before) if is_verb(m.group(1))]
    goes_on = infinitives and ("," not in joint or infinitives[-1].end() == len(before))
    return None if goes_on and not gerunds else plain
