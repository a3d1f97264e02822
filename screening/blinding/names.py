"""Names of people, the applicant's and others'.

The small parser's own guess is weak evidence (it takes products and first words of sentences for people), so
a name needs a second sign: a title, words that introduce, the census' lists, or a mention elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from screening.blinding.census import is_given, is_surname, is_word_too
from screening.blinding.found import Found, View, Word

_NAME = r"[A-Z][\w'’-]*\.?(?:[ \t]+[A-Z][\w'’-]*\.?){0,3}"
AFTER_TITLE = re.compile(
    r"\b(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Rev|Sgt|Capt|Lt|Col)\b\.?[ \t]+"
    r"(?!Pepper|Office|Word|Excel|Access|Outlook|Teams)"
    r"(?P<name>[A-Z][a-z][\w'’-]*(?:[ \t]+[A-Z][a-z][\w'’-]*){0,2})"
)
AFTER_MARK = re.compile(r"\[title\][ \t]+(?P<name>[A-Z][a-z][\w'’-]*(?:[ \t]+[A-Z][a-z][\w'’-]*){0,2})")
INTRODUCED = re.compile(
    rf"\b(?i:my (?:full |first |last )?name is|(?:full )?name\s*:|i am called)\s+(?P<name>{_NAME})"
)
SIGNED = re.compile(
    rf"\b(?i:sincerely|(?:best |kind |warm )?regards|respectfully(?: yours| submitted)?|yours truly),?\s+"
    rf"(?P<name>{_NAME})\s*\Z"
)
CUES = {
    AFTER_TITLE: "follows a title", AFTER_MARK: "follows a title",
    INTRODUCED: "is introduced as a name", SIGNED: "signs the text",
}  # fmt: skip
PROPER = frozenset({"NNP", "NNPS"})
INITIAL = re.compile(r"[A-Z]\.?\Z")
NOUNS = frozenset({"nsubj", "nsubjpass", "dobj", "pobj", "iobj", "dative", "poss", "appos", "conj", "agent",
                   "attr", "npadvmod", "ROOT", "nmod", "compound", "oprd", "pcomp"})  # fmt: skip


def find(view: View) -> Iterator[Found]:
    """Every name of a person that more than one sign speaks for."""
    for shape, why in CUES.items():
        for match in shape.finditer(view.text):
            start = match.start("name")
            yield Found(start, start + len(match["name"].rstrip(".")), "name", why)
    taken = -1
    for word in view.words:
        if word.start > taken:
            words, why = _name_from(word, _guessed(view), view.known)
            if words:
                taken = words[-1].end
                yield Found(word.start, taken, "name", why)


def _guessed(view: View) -> frozenset[int]:
    """Where the words stand that the parser takes for people."""
    return frozenset(w.start for label, words in view.named if label == "PERSON" for w in words)


def _name_from(word: Word, guessed: frozenset[int], known: frozenset[str]) -> tuple[tuple[Word, ...], str]:
    """The name that begins at a word, with the reason; nothing where none does."""
    if not _is_proper(word):
        return (), ""
    text = word.token.text
    parts = (word, *_parts_after(word))
    if len(parts) > 1 and is_given(text) and not (is_word_too(text) and is_word_too(parts[-1].token.text)):
        return parts, "a given name and a surname"
    if text.lower() in known:
        return (word,), "named elsewhere in the application"
    if word.token.dep not in NOUNS or word.modifies_a_thing or _is_whereabouts(word):
        return (), ""
    if word.token.entity[2:] in ("GPE", "LOC"):
        return (), ""
    inside = word.token.index > 0
    if is_given(text) and (not is_word_too(text) or (word.start in guessed and inside)):
        return (word,), "a given name that stands for somebody"
    if is_surname(text) and not is_word_too(text) and word.start in guessed and inside:
        return (word,), "a surname that the parser takes for a person"
    return (), ""


def _parts_after(word: Word) -> tuple[Word, ...]:
    """The initials and the surname after a given name; nothing unless a surname comes."""
    parts: list[Word] = []
    after = word.next
    while after is not None and len(parts) < 3 and INITIAL.match(after.token.text):
        parts.append(after)
        after = after.next
        if after is not None and after.token.text == ".":
            after = after.next
    if after is not None and _is_proper(after) and is_surname(after.token.text):
        return (*parts, after)
    return ()


def _is_whereabouts(word: Word) -> bool:
    """Whether it stands after "in", as no person does."""
    return word.token.dep == "pobj" and word.head.token.lower == "in"


def _is_proper(word: Word) -> bool:
    text = word.token.text
    return word.token.tag in PROPER and text[:1].isupper() and len(text) > 2 and not text.isupper()
