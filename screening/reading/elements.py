"""The several things that one requirement asks for: the parts of "Ability to lead, develop and conduct …"."""

from __future__ import annotations

import re

from screening.reading.openers import find_openers
from screening.reading.source import squeeze

# Verbs that open a part of their own; nouns and adjectives between commas do not.
VERBS = frozenset(
    re.findall(
        r"\w+",
        """capture comprehend accept adapt administer advise analyze answer apply arrange assess assign
        assist build carry check clear collect communicate compile comply conduct coordinate
        count deal define demonstrate design determine develop direct document drive edit
        enter establish evaluate explain express facilitate find follow guide handle help
        identify implement input inspect instruct interact interpret keep lead learn lift
        listen log maintain make manage monitor motivate move navigate negotiate observe
        obtain operate order organize oversee perform plan prepare present prioritize
        provide read recognize recommend reconcile record repair report resolve respond
        retrieve review route schedule search sell serve solve sort speak summarize
        supervise support teach track train troubleshoot understand use verify weigh work
        write""",
    )
)
QUALIFIER = re.compile(
    r"[,;]?\s+(?:sufficient(?:ly)?\s+to|at a level sufficient|in order to|when|so that|as it (?:applies"
    r"|relates)"
    r"|related to|for the purpose of|under|by\s+\w+ing)\b",
    re.IGNORECASE,
)
LIST = re.compile(
    r"[,;.(]?\s*\b(?:which includes?|that includes?|includes?|including(?:,? but not limited to,?)?"
    r"|such as|refers? to)\s+",
    re.IGNORECASE,
)
SPLIT = re.compile(r"\s*(?:,\s*(?:and|or|as well as)\s+|[,;]\s*|\s+(?:and|or|as well as)\s+)", re.IGNORECASE)
NOUN_WORDS = 6


def elements_of(text: str) -> list[str]:
    """The parts of a requirement, in its own words; one part when it asks for one thing."""
    opener = next((o for o in find_openers(text) if o.start == 0), None)
    said = re.sub(r"\([^()]*\)", " ", text[opener.end :] if opener else text)
    listing = LIST.search(said)
    if listing:
        parts = _nouns(said[listing.end() :].strip(" ).")) or []
        if len(parts) > 1:
            return parts
        said = said[: listing.start()]
    qualifier = QUALIFIER.search(said)
    main = said[: qualifier.start()] if qualifier else said
    if opener and opener.kind == "ability":
        return _verbs(main)
    return _nouns(main) or [_tidy(main)]


def _verbs(main: str) -> list[str]:
    """A clause split where a new verb begins."""
    parts: list[str] = []
    at = 0
    for match in SPLIT.finditer(main):
        following = re.match(r"(?:to\s+)?(?P<word>[a-z]+)", main[match.end() :])
        if following and following.group("word") in VERBS:
            parts.append(main[at : match.start()])
            at = match.end()
    return [_tidy(part) for part in [*parts, main[at:]] if part.strip()]


def _nouns(main: str) -> list[str]:
    """An enumeration split at its commas; nothing when a part is too long to be a name."""
    parts = [_tidy(part) for part in SPLIT.split(main) if part.strip()]
    return parts if len(parts) > 1 and all(len(part.split()) <= NOUN_WORDS for part in parts) else []


def _tidy(part: str) -> str:
    return re.sub(r"^(?:to|the)\s+", "", squeeze(part).strip(" ,;."))
