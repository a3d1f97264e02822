"""The lines of a draft that name what is answered under them, by its words, its number or both."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

from screening.language.irregular import plain_of_past
from screening.language.voice import FIRST_PERSON
from screening.language.words import WORD
from screening.reading.markers import ROMANS
from screening.reading.openers import distance, find_openers

ENOUGH = 5
"""Words of a requirement in a row, at the start of a line, that make the line its heading."""
ENOUGH_ALONE = 4
"""The same where the line holds nothing else."""
WORDS_A_SLIP = 8
"""Words of which one may be spelled otherwise: who copies by hand, or mends a misprint, changes some."""
TITLE_WORDS = 12
SERIES_ALONE = 0.8
"""The share where nothing but mere numbers is found: an essay may make five points."""
SERIES = 0.6
"""Share of the requirements that have to be named before a mere number, or few words, may name one."""
COUNTS = {
    **ROMANS, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15,
    "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20,
}  # fmt: skip
_NUMBER = rf"(?P<count>[0-9]{{1,2}}|(?:{'|'.join(COUNTS)})(?!\w))(?![0-9]|[-–][0-9])"
_SIGNS = r"[ \t>*#_|“”„\"'(\[•▪●–-]*"
_AFTER = (
    r"[ \t]*(?:of[ \t]+[0-9]{1,2}(?![0-9]))?[ \t]*(?:\(?cont(?:inued|['’.]?d)?\.?\)?)?"
    r"[ \t]*(?P<stop>[.:)\]*_–—-]*)[ \t]*"
)
TAIL = r"(?:\(KSA[ \t#]*[0-9]{1,2}\))?"
WORDED = re.compile(
    rf"{_SIGNS}(?:(?:response|answer|reply|narrative)[ \t]+(?:to|for)[ \t]+)?"
    r"(?:(?P<ksa>ksas?|k(?=[ \t]?#?[0-9])|requirement)|question|item|element|factor|criterion|competency)"
    rf"[ \t]*(?:no\.?|number|nr\.?|#)?[ \t#.:(–-]*{_NUMBER}{_AFTER}",
    re.IGNORECASE,
)
"""A label that says what it counts: "KSA #3 -", "Response to Question 4:", "Element Two"."""
COUNTED = re.compile(
    rf"{_SIGNS}(?P<count>[0-9]{{1,2}})[ \t]*(?:[.)\]:]|[–—-](?=[ \t])|(?=[ \t]*$)){_AFTER}", re.MULTILINE
)
"""A number that begins a line."""
WITHIN = re.compile(r"(?<=[.!?;”\")])[ \t]+(?=(?:KSA|K)[ \t]?#?[0-9]{1,2}[ \t]*[:–-])")
"""Where a label with a colon begins after the end of a sentence on the same line."""
PREFIX = re.compile(
    r"[ \t#*>(\[]*(?:(?:ksa|q|question)\b[^\w\n]*)?(?:[0-9]{1,2}[^\w\n]+)?", re.IGNORECASE
)
"""What may stand before a requirement's words and is no label by itself: "KSA:", "#3"."""
MENTIONED = re.compile(r"[,;]|\([^)\n]*\)[ \t]+[a-z]")
"""How a sentence goes on that begins with a label: "KSA 4, below, has more"."""
STOPS = re.compile(r"[ \t]*[.,:;)…*_”\"]*")
LINE_ENDS = re.compile(rf"{STOPS.pattern}[ \t]*{TAIL}[ \t]*(?=\n|\Z)", re.IGNORECASE)
FINISHED = re.compile(r"[.!?:;…][\"”’)\]*_ \t]*\Z")
DONE = re.compile(r"\w+ed\b", re.IGNORECASE)
SMALL = frozenset(
    ("a", "an", "and", "as", "at", "by", "for", "from", "in", "is", "of", "on", "or", "that", "the", "this",
     "to", "with", "sufficient", "ability", "knowledge", "skill")
)  # fmt: skip
STEM = 3
"""Letters in which two words begin alike when one is a form of the other: "oral", "orally"."""
OPENING = 60  # characters in which a requirement says what kind it is
LIKE = 0.75
"""Share of a heading's own words that have to be a requirement's for it to be meant."""
@dataclass(frozen=True)
class Question:
    """A requirement as answers name it: its id, its words, and the number that it goes by."""

    id: str
    text: str
    number: int

    @cached_property
    def words(self) -> list[str]:
        """Its words as they are compared."""
        return words_of(self.text)


@dataclass(frozen=True)
class Heading:
    """A line, or its beginning, that names what is answered after it; ``ksa`` is None for another's."""

    start: int
    end: int
    ksa: str | None
    by: str = "words"
    """By what it was known: ``words``, a ``few`` of them, ``id``, or the number of a ``ksa``, an ``item`` or
    nothing said (``number``)."""
    number: int | None = None


def find_named(text: str, questions: Sequence[Question]) -> list[Heading]:
    """Start and end of every heading, in order, and what it names."""
    found: list[Heading] = []
    for start, end in _lines(text):
        if found and start < found[-1].end:
            continue
        heading = _heading(text, start, end, questions, found)
        if heading is not None:
            found.append(heading)
    return _titled(text, _settled(text, _without_lists(text, found), questions), questions)


def _lines(text: str) -> Iterator[tuple[int, int]]:
    """Where lines begin and end that hold words; a label after a sentence begins one of its own."""
    for line in re.finditer(r"[^\n]+", text):
        if WORD.search(line.group()):
            starts = [line.start(), *(m.end() for m in WITHIN.finditer(text, line.start(), line.end()))]
            yield from zip(starts, [*starts[1:], line.end()], strict=True)


def _heading(
    text: str, start: int, end: int, questions: Sequence[Question], found: list[Heading]
) -> Heading | None:
    """What one line names, by its words before its number."""
    label = WORDED.match(text, start, end) or COUNTED.match(text, start, end)
    number = COUNTS.get(label["count"].lower()) or int(label["count"]) if label else None
    numbered = next((q.id for q in questions if q.number == number), None)
    begin = PREFIX.match(text, start, end)
    places: Iterable[int] = (begin.end() if begin else start, start)
    if label:
        places = (label.end(), *_after_title(text, label.end(), end), start)
    for at in places:
        repeated = _repeated(text, at, end, questions, numbered, found)
        if repeated:
            ksa, stop, firm = repeated
            return Heading(start, stop, ksa, "words" if firm or ksa == numbered else "few", number)
    named = re.sub(r"[\s_]+", "-", text[start:end].strip(" \t.:#*").lower())
    if any(question.id == named for question in questions):
        return Heading(start, end, named, "id")
    if label is None:
        return None
    by = "number" if label.re is COUNTED else "ksa" if label["ksa"] else "item"
    after = text[label.end() : end]
    goes_on = (not label["stop"] and after[:1].islower()) or MENTIONED.match(after) is not None
    next_one = by != "number" and found and found[-1].number == (number or 0) - 1
    if goes_on or not (_begins(text, start) or next_one):
        return None
    return Heading(start, label.end(), numbered, by, number)


def _after_title(text: str, start: int, end: int) -> Iterator[int]:
    """Where the words go on after a title of one's own: "KSA 1 – Products: Knowledge of …"."""
    colon = text.find(":", start, end)
    word = WORD.search(text, colon) if colon >= 0 else None
    if word:
        yield word.start()


def _begins(text: str, start: int) -> bool:
    """Whether a line begins something: the one above is empty, or finished."""
    above = text[:start].rstrip(" \t")
    return not above.strip() or above.endswith("\n\n") or bool(FINISHED.search(above[-40:].rstrip("\n")))


def _repeated(
    text: str, at: int, end: int, questions: Sequence[Question], numbered: str | None, found: list[Heading]
) -> tuple[str, int, bool] | None:
    """The requirement whose words begin here, where they end, and whether there are enough of them to tell.

    A line of its own may shorten them.
    """
    longest = max((len(question.words) for question in questions), default=0)
    words = [match for match, _ in zip(WORD.finditer(text, at), range(longest), strict=False)]
    said = [plain(match.group()) for match in words]
    shared = {question.id: _shared(said, question.words) for question in questions}
    most = max(shared.values(), default=0)
    best = [question for question in questions if shared[question.id] == most]
    one = next((q for q in best if q.id == numbered), None) or _next_of(best, questions, found)
    if one is not None and most >= min(ENOUGH_ALONE, len(one.words)):
        stop = words[most - 1].end()
        whole, alone = most == len(one.words), LINE_ENDS.match(text, stop)
        rest = alone or STOPS.match(text, stop)
        enough = most >= ENOUGH and text[stop : stop + 1] == ":"
        firm = whole or enough or (alone is not None and most >= ENOUGH)
        if firm or (alone and _opens(text[at:stop])):
            firm = whole or (enough and not alone) or (firm and one.id == numbered)
            return one.id, rest.end() if rest else stop, firm
    return _like(text, at, end, questions)


def _opens(words: str) -> bool:
    """Whether words begin as requirements do."""
    return any(not WORD.search(words[: opener.start]) for opener in find_openers(words[:OPENING]))


def _next_of(
    best: Sequence[Question], questions: Sequence[Question], found: list[Heading]
) -> Question | None:
    """Of several requirements that begin alike, the first that stands after the one named last."""
    ids = [question.id for question in questions]
    last = next((ids.index(heading.ksa) for heading in reversed(found) if heading.ksa), -1)
    return next((q for q in best if ids.index(q.id) > last), best[0] if best else None)


def _shared(said: Sequence[str], asked: Sequence[str]) -> int:
    """How many words two texts begin with in common, but for a slip now and then."""
    slips, common = 0, 0
    for count, (a, b) in enumerate(zip(said, asked, strict=False), start=1):
        if a != b:
            slips += 1
            near = min(len(a), len(b)) > ENOUGH_ALONE and distance(a, b) < 2
            if not near or slips > 1 + count // WORDS_A_SLIP:
                break
        common = count
    return common


def _like(text: str, at: int, end: int, questions: Sequence[Question]) -> tuple[str, int, bool] | None:
    """The requirement that a line means which begins like one and has most of its words from one of them."""
    line = text[at:end]
    if not _opens(line) or speaks(line) or re.search(r"[.!?][ \t]+\S", line):
        return None
    said = set(words_of(line)) - SMALL
    shares = [(len(said & set(question.words)) / max(1, len(said)), question.id) for question in questions]
    most = max((share for share, _ in shares), default=0.0)
    best = [ksa for share, ksa in shares if share == most]
    return (best[0], end, False) if len(said) > 1 and most >= LIKE and len(best) == 1 else None


def reaching(text: str, found: Sequence[Heading]) -> list[tuple[Heading, int]]:
    """Each heading with where what stands under it ends."""
    return list(zip(found, [*(heading.start for heading in found[1:]), len(text)], strict=False))


def _without_lists(text: str, found: list[Heading]) -> list[Heading]:
    """Without names that follow one another with nothing between them: skills in a résumé."""
    listed = {
        heading.start
        for one, other in pairwise(found)
        if {one.by, other.by} <= {"id", "few"} and not text[one.end : other.start].strip()
        for heading in (one, other)
    }
    return [heading for heading in found if heading.start not in listed]


def _settled(text: str, found: list[Heading], questions: Sequence[Question]) -> list[Heading]:
    """Without the numbers that count something else, and lines of a few words where too few are named."""
    sure = [heading for heading in found if heading.by in ("words", "ksa", "id")]
    answered = {one.ksa for one, end in reaching(text, sure) if not is_empty(text[one.end : end])}
    if 2 * len(answered) < len({heading.ksa for heading in sure}):
        answered = set()  # what is asked is only listed there, above the answers
    signs = Counter(_sign(text, heading) for heading in found if heading.by == "number")
    usual = max(signs, key=signs.__getitem__, default="")
    labelled = sum(one.by == "ksa" or one.number is None for one in sure if one.ksa) > 1
    otherwise = bool(answered) and labelled
    numbers = {heading.number for heading in found if heading.number and heading.ksa}
    named = {heading.ksa for heading in found if heading.ksa}
    most = max(2.0, SERIES * len(questions))
    series = len(numbers) >= (most if sure else max(2.0, SERIES_ALONE * len(questions)))
    kept = []
    for heading in found:
        counted = heading.by in ("number", "item")
        bare = heading.by == "item" and text[heading.end :][:1] in ("", "\n")
        if heading.by == "few" and (len(named) < most or heading.ksa in answered):
            continue
        if counted and ((heading.ksa and (otherwise or heading.ksa in answered)) or not (series or bare)):
            continue
        if heading.by == "number" and (heading.ksa is None or _sign(text, heading) != usual):
            continue
        kept.append(heading)
    return kept


def _sign(text: str, heading: Heading) -> str:
    """What stands after a mere number: of two lists, the one in the other, the signs differ."""
    after = re.search(r"[0-9]+[ \t]*(\S?)", text[heading.start : heading.end])
    return after.group(1) if after else ""


def is_empty(body: str) -> bool:
    """Whether nothing is said between two headings, or only what leads on to the next."""
    said = body.strip()
    return not WORD.search(said) or (said.endswith(":") and len(said.split()) <= TITLE_WORDS)


def _titled(text: str, found: list[Heading], questions: Sequence[Question]) -> list[Heading]:
    """The headings with the titles that stand after their labels, which are nobody's answer."""
    asked = {question.id: question for question in questions}
    titled = []
    for heading, end in reaching(text, found):
        stop = text.find("\n", heading.end, end)
        rest = text[heading.end : stop if stop >= 0 else end]
        colon = rest.find(":")
        question = asked.get(heading.ksa or "")
        if heading.by not in ("words", "few", "id"):
            below = text[stop:end].strip() if stop >= 0 else ""
            if below and not below[0].islower() and _is_title(rest, question):
                heading = replace(heading, end=stop)
            elif question and colon > 0 and _shared(words_of(rest[:colon]), question.words) > 2:
                heading = replace(heading, end=heading.end + colon + 1)
        titled.append(heading)
    return titled


def _is_title(words: str, question: Question | None) -> bool:
    """Whether the rest of a line is a title: short, no act, no sentence, mostly in words of what is asked."""
    said = words.strip()
    if len(said.split()) > TITLE_WORDS or speaks(said) or re.search(r"[!?]|\.(?=\s|\Z)", said):
        return False
    stems = {word[:STEM] for word in words_of(said) if word not in SMALL}
    asked = {word[:STEM] for word in question.words if word not in SMALL} if question else stems
    first = said.partition(" ")[0].lower()
    return 2 * len(stems & asked) >= len(stems) > 0 and not DONE.match(first) and not plain_of_past(first)


def speaks(text: str) -> bool:
    """Whether somebody speaks of themselves."""
    return not FIRST_PERSON.isdisjoint(re.findall(r"[a-z]+", text.lower()))


def words_of(text: str) -> list[str]:
    """The words of a text as they are compared: small letters, neither hyphens nor apostrophes."""
    return [plain(match.group()) for match in WORD.finditer(text)]


def plain(word: str) -> str:
    """A word in small letters without what is written in one place and not in another."""
    return re.sub(r"['’-]", "", word).lower()
