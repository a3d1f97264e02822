"""Towns, regions and countries: where a person lives or comes from."""

from __future__ import annotations

from collections.abc import Iterator

from screening.blinding.addresses import STATE_NAMES
from screening.blinding.census import is_given, is_surname
from screening.blinding.found import Found, View, Word

PLACES = frozenset({"GPE", "LOC", "FAC"})
NATION = frozenset({"u.s.", "us", "usa", "u.s.a.", "united states", "america", "earth", "internet"})
"""Where everybody who applies lives; these tell nothing."""
SYSTEMS = frozenset({"salesforce", "zendesk", "genesys", "avaya", "outlook", "excel", "quickbooks", "jira",
                     "oracle", "peoplesoft", "sharepoint", "slack", "tableau",
                     "siebel", "remedy"})  # fmt: skip
"""Software that one works "in", and that the parser takes for towns."""
NOUNS = frozenset({"pobj", "nsubj", "nsubjpass", "dobj", "poss", "compound", "npadvmod", "appos", "nmod"})
SITES = frozenset({
    "town", "city", "county", "area", "region", "office", "plant", "station", "store", "branch", "warehouse",
    "facility", "district", "post", "route", "airport", "hospital", "school", "site", "center", "location",
    "yard", "shipyard", "terminal", "line", "river", "team",
})  # fmt: skip
"""What a place stands before; before other things a name of both kinds is a make ("Jordan shoes")."""


def find(view: View) -> Iterator[Found]:
    """Every place that the grammar bears out, and every state that stands after "in" or "from"."""
    starts = set[int]()
    for label, named in view.named:
        words = _without_article(named)
        if words and _is_place(label, words, starts):
            starts.update(w.start for w in words)
            yield Found(words[0].start, words[-1].end, "place", "a place by name and grammar")
    for word in view.words:
        if word.token.text in STATE_NAMES and word.token.dep == "pobj" and word.start not in starts:
            yield Found(word.start, word.end, "place", "a state of the union")


def _without_article(words: tuple[Word, ...]) -> tuple[Word, ...]:
    return words[1:] if words[0].token.lower in ("the", "a") else words


def _is_place(label: str, words: tuple[Word, ...], before: set[int]) -> bool:
    """Whether a stretch that the parser names is a place; ``before``: where places were found already."""
    last, text = words[-1], " ".join(w.token.text for w in words)
    if not all(_is_name(w) for w in words) or text.lower() in NATION | SYSTEMS:
        return False
    if label == "PERSON":  # "in Hastings": nobody lives in a person
        return len(words) == 1 and last.token.dep == "pobj" and last.head.token.lower == "in"
    if label not in PLACES or (label == "FAC" and len(words) < 2):
        return False
    if last.token.dep == "conj":
        return last.head.start in before
    return last.token.dep in NOUNS and not _is_make(words)


def _is_name(word: Word) -> bool:
    text = word.token.text
    if text in ("-", "St.", "Ft.", "Mt."):
        return True
    short = len(text) < 3 or (text.isupper() and (len(text) == 3 or "." in text))
    return text[:1].isupper() and not short and word.token.tag in ("NNP", "NNPS", "NNS")


def _is_make(words: tuple[Word, ...]) -> bool:
    """Whether a name of people and places alike stands before a thing."""
    name, last = words[0].token.text, words[-1]
    if len(words) > 1 or not last.modifies_a_thing or not (is_given(name) or is_surname(name)):
        return False
    return last.head.token.lemma not in SITES
