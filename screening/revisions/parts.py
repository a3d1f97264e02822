"""The parts that a requirement asks for, and the words that tell one part from another."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

WORD = re.compile(r"\w+(?:['’‑-]\w+)*")
JOINT = re.compile(
    r"[,;:()]|\.(?=\s|$)|(?<![\w-])(?:and/or|and|or|as well as|to|including|includes?|such as"
    r"|sufficient(?:ly)?|as it (?:applies|relates)|related)(?![\w-])",
    re.IGNORECASE,
)
"""Where one part ends and the next begins."""

# Words that join, point, or open a requirement: a part neither begins nor ends with them.
JOINING = frozenset(
    WORD.findall(
        """a an and any are as at be been by for from has have in into is it its may must not of on or other
        others such that the their them these this those to up which who will with within without through upon
        between both each all also but only including include includes etc knowledge ability abilities skill
        skills about across against among during over under per via when where while applies relates
        demonstrated sufficient sufficiently level well related required requirements"""
    )
)
# Verbs that say little by themselves: they are shown with their part, and tell no part from another.
LIGHT = frozenset(
    ("use", "uses", "used", "using", "provide", "provides", "provided", "providing", "perform", "performing")
)
ABBREVIATION = re.compile(r"\(\s*[A-Z]{2}\w*\s*\)")
"""A short form in brackets after its long one: "key performance indicators (KPIs)" asks for nothing more."""

ENDINGS = ("ations", "ation", "ings", "ing", "ies", "ions", "ion", "es", "ed", "ly", "s", "e", "y")
STEM_AT_LEAST = 4
PLURAL_AT_LEAST = 3
HALF = 0.5
KEPT_IN_MIND = 4096


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that a requirement asks for: its words as printed, and the stems that tell it apart."""

    text: str
    stems: frozenset[str]


def is_content(word: str) -> bool:
    """Whether a word tells a part from others: no sign, no joining word, no light verb, no single letter."""
    plain = word.casefold()
    single = len(plain) == 1 and plain.isascii()
    return bool(WORD.fullmatch(plain)) and plain not in JOINING and plain not in LIGHT and not single


@lru_cache(maxsize=KEPT_IN_MIND)
def stem(word: str) -> str:
    """A word without case, possessive and the endings that make a noun of a verb or a plural of a noun."""
    plain = re.sub(r"['’]s?$", "", word.casefold())
    if plain.endswith("s") and not plain.endswith("ss") and len(plain) == PLURAL_AT_LEAST + 1:
        return plain[:-1]
    for ending in ENDINGS:
        if plain.endswith(ending) and not plain.endswith("ss") and len(plain) - len(ending) >= STEM_AT_LEAST:
            return plain.removesuffix(ending)
    return plain


@lru_cache(maxsize=KEPT_IN_MIND)
def stems_of(text: str) -> frozenset[str]:
    """The stems of the words in a text that tell it apart."""
    return frozenset(stem(word) for word in telling_words(text))


def telling_words(text: str) -> list[str]:
    """The words in a text that tell it apart, as printed and in order."""
    return [word for word in WORD.findall(ABBREVIATION.sub(" ", text)) if is_content(word)]


@lru_cache(maxsize=KEPT_IN_MIND)
def parts_of(text: str) -> tuple[Part, ...]:
    """The parts of a requirement in its own words and order, cut at commas, conjunctions and the like."""
    pieces = (_trimmed(piece) for piece in JOINT.split(ABBREVIATION.sub(",", text)))
    return tuple(Part(piece, stems) for piece in pieces if (stems := stems_of(piece)))


def _trimmed(piece: str) -> str:
    """A piece from its first word to its last that is no joining word."""
    words = [match for match in WORD.finditer(piece) if match.group().casefold() not in JOINING]
    return piece[words[0].start() : words[-1].end()] if words else ""


def likeness(a: frozenset[str], b: frozenset[str]) -> float:
    """How much two sets of stems share, 0 to 1: twice what is common over all of both."""
    return 2 * len(a & b) / (len(a) + len(b)) if a or b else 0.0


def unmet(asked: Iterable[Part], by: str) -> tuple[str, ...]:
    """The parts that a text does not ask for: unlike each of its parts, and with a word that it lacks.

    Each part of ``by`` answers one part at most, the most alike first.
    """
    asked, offered, words = list(asked), list(parts_of(by)), stems_of(by)
    scores = sorted(
        (-likeness(p.stems, q.stems), i, j)
        for i, p in enumerate(asked) for j, q in enumerate(offered)
        if likeness(p.stems, q.stems) >= HALF
    )  # fmt: skip
    met, used = set[int](), set[int]()
    for _, i, j in scores:
        if i not in met and j not in used:
            met.add(i)
            used.add(j)
    return tuple(p.text for i, p in enumerate(asked) if i not in met and not p.stems <= words)
