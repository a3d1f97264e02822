"""The words that a requirement opens with: "Knowledge of", "Demonstrated ability to", misread or not."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from screening.standards import Kind

HEADS: dict[str, Kind] = {
    "knowledge": "knowledge", "knowledges": "knowledge",
    "understanding": "knowledge", "familiarity": "knowledge",
    "ability": "ability", "abilities": "ability", "capability": "ability", "capacity": "ability",
    "aptitude": "ability", "skill": "skill", "skills": "skill", "proficiency": "skill", "competence": "skill",
    "competency": "skill", "expertise": "skill", "experience": "other",
}  # fmt: skip
FUZZY = {"knowledge": 2, "ability": 2, "abilities": 2, "skill": 1, "skills": 1}
# Ordinary words that a scanner would have to have made of a head, and rather did not.
WORDS_OF_THEIR_OWN = frozenset(
    ("still", "spill", "kill", "kills", "skull", "skilled", "agility", "facility", "mobility", "utility")
)
FOLLOWERS = frozenset(
    ("of", "to", "in", "with", "for", "at", "as", "on", "about", "using", "and", "or", "regarding")
)
BEFORE = frozenset(
    re.findall(
        r"[\w-]+",
        """demonstrated proven working thorough basic general detailed some sufficient advanced expert
        strong good excellent practical technical specialized extensive comprehensive broad
        considerable mechanical physical in-depth professional functional fundamental
        current minimum high highly effective superior interpersonal supervisory managerial
        analytical written oral verbal communication computer leadership organizational the
        a an and or skill ability knowledge successful documented overall solid sound full
        complete limited intermediate""",
    )
)
VERBS = frozenset(("Possess", "Possesses", "Have", "Has", "Demonstrate", "Demonstrates"))
LOOKALIKES = str.maketrans({"1": "l", "|": "l", "!": "l", "0": "o", "5": "s", "8": "b", "6": "b", "4": "a"})
WORD = re.compile(r"[A-Za-z0-9|!]+(?:-[A-Za-z]+)*")
GAP = re.compile(r"[ \t]*(?:[,/][ \t]*)?(?:\n[ \t]*)?")
APART = re.compile(r"[ \t]*(?:\t| {2}|\|)[ \t]*")
"""What stands between two cells of a row."""

LIST_BEFORE = re.compile(r":(?P<parts>[^.:]+;)\s*(?:(?:and|or)\b\s*)?(?:\w+\s+){0,2}\Z")
PART = re.compile(r"\s*(?:(?:and|or)\s+)?(?P<words>\w[^;]*);")
LIST_AT_MOST = 400  # characters


@dataclass(frozen=True)
class Opener:
    """Where a requirement's first words stand; ``capital`` tells whether they begin with a capital letter."""

    start: int
    end: int
    kind: Kind
    capital: bool


def find_openers(text: str) -> list[Opener]:
    """Every opener in a text, wherever it stands; the caller decides whether a requirement begins there."""
    words = list(WORD.finditer(text))
    found: list[Opener] = []
    taken = 0
    for index, word in enumerate(words):
        kind = head_kind(word.group())
        if kind is None or word.start() < taken:
            continue
        last = _last_of(words, index, text)
        if last is None:
            continue
        first = _first_of(words, index, text, taken)
        start = words[first].start()
        printed = text[start]
        found.append(Opener(start, words[last].end(), kind, printed.isupper() or printed in "0151|!"))
        taken = words[last].end()
    return found


def _last_of(words: list[re.Match[str]], index: int, text: str) -> int | None:
    """The index of the word that completes an opener whose head stands at ``index``, or None."""
    if _glued(words[index].group()):
        return index
    for ahead in range(index + 1, min(index + 6, len(words))):
        if not GAP.fullmatch(text[words[ahead - 1].end() : words[ahead].start()]):
            return None
        if words[ahead].group() == "|":  # the border of a cell that holds the head alone
            continue
        word = words[ahead].group().lower().translate(LOOKALIKES)
        if word in FOLLOWERS - {"and", "or"}:
            return ahead
        if _labels(words, index, ahead, text):
            return None
        lines = "\n" in text[words[ahead - 1].end() : words[ahead].start()]
        if word not in ("and", "or") and (
            head_kind(word) is None or (lines and not _joined(words[ahead - 1], text))
        ):
            return None
    return None


def _labels(words: list[re.Match[str]], index: int, ahead: int, text: str) -> bool:
    """Whether a head only names the row of a table in which another of its kind begins a requirement."""
    head, other = words[index], words[ahead]
    between = text[head.end() : other.start()]
    alike = head_kind(head.group()) == head_kind(other.group())
    return alike and other.group()[0].isupper() and APART.fullmatch(between) is not None


def _joined(word: re.Match[str], text: str) -> bool:
    """Whether a word goes on to the next one: it is "and", or a comma follows it."""
    return word.group().lower() in ("and", "or") or text[word.end() : word.end() + 1] in (",", "/")


def _first_of(words: list[re.Match[str]], index: int, text: str, taken: int) -> int:
    """The index of the first of the words that qualify the head ("Demonstrated", "Thorough")."""
    first = index
    while first and index - first < 4 and words[first - 1].start() >= taken:
        before = words[first - 1]
        joined = text[before.end() : words[first].start()]
        wraps = ("\n" in joined or APART.fullmatch(joined)) and text[words[first].start()].isupper()
        if not _qualifies(before.group()) or not GAP.fullmatch(joined) or "\n\n" in joined or wraps:
            break
        first -= 1
    while first < index and words[first].group().lower() in ("and", "or", "the", "a", "an"):
        first += 1
    return first


def _qualifies(word: str) -> bool:
    """Whether a word may stand before a head; a verb ("Possess") only where a requirement begins with it."""
    return word in VERBS or word.lower() in BEFORE


@cache
def head_kind(word: str) -> Kind | None:
    """The kind that a word opens, None for any other word; a scanner's confusions are forgiven."""
    plain = word.lower().translate(LOOKALIKES)
    if plain in HEADS:
        return HEADS[plain]
    glued = _glued(word)
    if glued:
        return HEADS[glued]
    if plain in WORDS_OF_THEIR_OWN:
        return None
    for head, allowed in FUZZY.items():
        if abs(len(plain) - len(head)) <= 1 and plain[-1:] in "dyesl" and distance(plain, head) <= allowed:
            return HEADS[head] if plain[0] == head[0] or distance(plain, head) == 1 else None
    return None


@cache
def _glued(word: str) -> str | None:
    """The head in a word that lost the blank before its follower, as "Abilityto" did."""
    plain = word.lower().translate(LOOKALIKES)
    for head in ("knowledge", "ability", "skill"):
        if plain.startswith(head) and plain[len(head) :] in ("of", "to", "in", "with"):
            return head
    return None


def parts_before(text: str, opener: int) -> list[int]:
    """Where the parts of a list begin that stand, between a colon and semicolons, before its first opener."""
    lead = LIST_BEFORE.search(text, max(0, opener - LIST_AT_MOST), opener)
    if lead is None:
        return []
    parts = PART.finditer(text, lead.start("parts"), lead.end("parts"))
    return [part.start("words") for part in parts]


def distance(a: str, b: str) -> int:
    """Levenshtein's distance between two words."""
    row = list(range(len(b) + 1))
    for i, left in enumerate(a, 1):
        row, previous = [i], row
        for j, right in enumerate(b, 1):
            row.append(min(previous[j] + 1, row[j - 1] + 1, previous[j - 1] + (left != right)))
    return row[-1]
