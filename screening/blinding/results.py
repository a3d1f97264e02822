"""The engine's results on a blind copy: the same ratings, with every quote as the copy has it."""

from __future__ import annotations

from screening.blinding import blind, name_words
from screening.blinding.applications import BlindCopy
from screening.evidence import Evidence, Finding
from screening.language.parsing import Parser
from screening.results import Rating, Screened


def blind_results(screened: Screened, copy: BlindCopy, parser: Parser | None = None) -> Screened:
    """The results with quotes, findings and notices without marks of a person.

    A span is moved to where its words stand in the copy. What was found in words that the copy does not have
    is told without them; a notice may quote a text, so it is made blind like one.
    """
    known = frozenset[str]().union(*(name_words(t.original, t.spans) for t in copy.texts.values()))

    def told(words: str) -> str:
        return blind(words, known=known, parser=parser).text

    ratings = tuple(_rating(one, copy) for one in screened.ratings)
    noticed = tuple(
        one.model_copy(update={"notices": tuple(map(told, one.notices))}) if one.notices else one
        for one in ratings
    )
    return screened.model_copy(update={"ratings": noticed, "notices": tuple(map(told, screened.notices))})


def _rating(rating: Rating, copy: BlindCopy) -> Rating:
    sides = {"evidence": rating.evidence, "against": rating.against, "elsewhere": rating.elsewhere}
    return rating.model_copy(
        update={name: tuple(_evidence(one, copy) for one in quotes) for name, quotes in sides.items()}
    )


def _evidence(evidence: Evidence, copy: BlindCopy) -> Evidence:
    text = copy.texts[evidence.span.source]
    start, end = text.in_copy(evidence.span.start, evidence.span.end)
    quote = text.text[start:end]
    return evidence.model_copy(
        update={
            "span": evidence.span.model_copy(update={"start": start, "end": end}),
            "quote": quote,
            "findings": tuple(_finding(finding, quote) for finding in evidence.findings),
        }
    )


def _finding(finding: Finding, quote: str) -> Finding:
    """A finding without the words that the blind quote does not have, neither shown nor in its reason."""
    reason, _, tail = finding.reason.partition(" (")
    kept = finding.reason if not tail or tail.rstrip(")") in quote else reason
    return finding.model_copy(
        update={"reason": kept, "words": finding.words if finding.words in quote else ""}
    )
