"""Names for KSAs: a slug that survives renumbering and rewording, looked up first and derived otherwise."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from screening.reading.openers import LOOKALIKES, head_kind

WORD = re.compile(r"[a-z0-9]+(?:'[a-z]+)?")
SAME = 0.72
WORDS_IN_SLUG = 4
ENDINGS = ("ation", "ing", "ies", "ion", "es", "ed", "ly", "s", "e", "y")
STEM_AT_LEAST = 4
SHARED_AT_LEAST = 3

# Words that every requirement is made of, so that they tell none apart.
COMMON = frozenset(
    WORD.findall(
        """a an and any are as at be been by can for from has have in including include includes into is it
        its may must not of on or other others such that the their them these this those to up
        which who will with within without there than through upon between both each all also
        but only limited etc various varied knowledge ability abilities skill skills
        demonstrated sufficient level well work working related required requirements
        appropriate necessary use using used perform performing provide providing order own more
        most refers refer means about"""
    )
)


def content_words(text: str) -> list[str]:
    """The words of a requirement that tell it apart, in order, lower case."""
    words = WORD.findall(text.lower())
    return [w for w in words if w.translate(LOOKALIKES) not in COMMON and len(w) > 1 and head_kind(w) is None]


def likeness(a: str, b: str) -> float:
    """How much two requirements share, 0 to 1: twice their common content words over all of them."""
    left, right = set(content_words(a)), set(content_words(b))
    return 2 * len(left & right) / (len(left) + len(right)) if left or right else 0.0


def overlap(a: str, b: str) -> float:
    """How much of the shorter of two requirements the other one says too, 0 to 1, endings aside."""
    left, right = ({_stem(word) for word in content_words(text)} for text in (a, b))
    shared = len(left & right)
    return shared / min(len(left), len(right)) if shared >= SHARED_AT_LEAST else 0.0


def _stem(word: str) -> str:
    """A word without the endings that make a noun of a verb or a plural of a noun."""
    for ending in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= STEM_AT_LEAST:
            return word.removesuffix(ending)
    return word


def normal(text: str) -> str:
    """The words of a text without case, punctuation or spacing."""
    return " ".join(WORD.findall(text.lower()))


def name_all(texts: Sequence[str], known: Mapping[str, Iterable[str]]) -> list[str]:
    """An id for each text, unique among them: a known wording's, a near wording's, or one derived.

    Exact wordings are served first, then near ones, best first, so that no rewording takes the id
    of a text that is known word for word.
    """
    ids: dict[int, str] = {}
    exact = {normal(wording): name for name, wordings in known.items() for wording in wordings}
    for index, text in enumerate(texts):
        name = exact.get(normal(text))
        if name and name not in ids.values():
            ids[index] = name
    for _, index, name in _near(texts, known, ids):
        if index not in ids and name not in ids.values():
            ids[index] = name
    for index, text in enumerate(texts):
        if index not in ids:
            ids[index] = derived(text, {*ids.values(), *known})
    return [ids[index] for index in range(len(texts))]


def _near(
    texts: Sequence[str], known: Mapping[str, Iterable[str]], taken: Mapping[int, str]
) -> list[tuple[float, int, str]]:
    """Candidates for the unnamed texts, most alike first; ties by place and name."""
    found = []
    for index, text in enumerate(texts):
        if index in taken:
            continue
        for name, wordings in known.items():
            score = max((likeness(text, wording) for wording in wordings), default=0.0)
            if score >= SAME:
                found.append((-score, index, name))
    return sorted(found)


def derived(text: str, taken: Iterable[str]) -> str:
    """A slug of the first content words; more words, then a number, where it is taken."""
    words = list(dict.fromkeys(word.replace("'", "") for word in content_words(text))) or ["ksa"]
    used = set(taken)
    for count in range(min(2, len(words)), min(WORDS_IN_SLUG, len(words)) + 1):
        slug = "-".join(words[:count])
        if slug not in used:
            return slug
    base, number = "-".join(words[:2]), 2
    while f"{base}-{number}" in used:
        number += 1
    return f"{base}-{number}"
