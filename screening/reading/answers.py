"""A text of answers cut at the requirements that they answer; what is no answer is told with its length."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from screening.reading.answer_headings import TAIL, Heading, Question, find_named, is_empty, reaching, speaks

LETTER_WORDS = 25
"""Words before the first heading that are more than a head when somebody speaks in them."""
LEAD = re.compile(
    rf"(?:[\s*_:”\"’)\].]*(?=\s|\Z))?\s*{TAIL}[\s:.]*"
    r"(?:(?:my[ \t]+)?(?:answer|response|narrative)[ \t]*[:–-]\s*)?",
    re.IGNORECASE,
)
"""What may stand between a heading and its answer."""
QUOTED = re.compile(r"[\W0-9]*?[\"“„«]")
CLOSING_QUOTES = "\"“”«»"
BESIDE = re.compile(
    r"^[ \t#*_—–-]*(?:references|(?:employment|work|job)[ ]history|(?:work|professional|job)[ ]experience"
    r"|education(?:[ ]and[ ]training)?|certifications?|licenses?|veterans?['’]?s?['’]?[ ]preference"
    r"|availability|signature|exam(?:ination)?s?(?:[ ](?:results?|scores?))?"
    r"|(?:contact|personal)[ ]information|attachments|sent[ ]from[ ]my[ ]\w+)[ \t*_:.]*$"
    r"|^I[ ](?:hereby[ ])?(?:certify|declare|swear)\b"
    r"|^(?!.*\b(?:I|my)\b)(?=[^\n]{1,120}$)[^\n]{0,40}\bexam(?:ination)?(?:[ ]no\.?|[ ]number)?[ ]?[#(]?"
    r"[0-9]{3}\b",
    re.IGNORECASE | re.MULTILINE,
)
"""What an application holds beside its answers, on a line of its own."""


@dataclass(frozen=True)
class Answers:
    """The answers by id, and what a person should know of the cutting."""

    texts: dict[str, str]
    notes: tuple[str, ...] = ()


def cut_answers(text: str, questions: Sequence[Question]) -> Answers:
    """The answers in a text, by the id of what they answer; none where nothing in it names one."""
    headings = find_named(text, questions)
    if not any(heading.ksa for heading in headings):
        return Answers({})
    texts: dict[str, str] = {}
    notes: list[str] = []
    before = text[: headings[0].start].strip()
    told = len(before.split()) >= LETTER_WORDS and speaks(before)
    if told and len({heading.ksa for heading in headings if heading.ksa}) <= min(2, len(questions) // 3):
        return Answers({})  # an essay that quotes what it speaks of
    if before:
        notes.append(_left_out("what stands before the first heading", before))
    for place, (heading, end) in enumerate(reaching(text, headings)):
        body = _body(text, heading, end)
        beside = BESIDE.search(body) if end == len(text) else None
        if beside and body[: beside.start()].strip():
            notes.append(_left_out(f'what stands from "{beside.group().strip()}" on', body[beside.start() :]))
            body = body[: beside.start()].strip()
        if heading.ksa and is_empty(body) and any(one.ksa == heading.ksa for one in headings[place + 1 :]):
            continue  # what is only listed here is answered further down
        if heading.ksa is None:
            said = " ".join(text[heading.start : heading.end].split())
            notes.append(_left_out(f'"{said[:60]}", which this standard does not ask,', body or said))
        elif body:
            texts[heading.ksa] = f"{texts[heading.ksa]}\n\n{body}" if heading.ksa in texts else body
    return Answers(texts, (*notes, *_missing(texts, questions)))


def _body(text: str, heading: Heading, end: int) -> str:
    """The words under a heading, without what leads to them and the end of a heading in quotation marks."""
    lead = LEAD.match(text, heading.end, end)
    body = text[lead.end() if lead else heading.end : end].strip()
    quoted = QUOTED.match(text, heading.start, heading.end)
    return body.lstrip(CLOSING_QUOTES).lstrip() if quoted else body


def _missing(texts: Mapping[str, str], questions: Sequence[Question]) -> list[str]:
    """That nothing was found for some requirements, and what to do; nothing where all are answered."""
    missing = [question.id for question in questions if question.id not in texts]
    said = (
        f"nothing stands under a heading for {len(missing)} of {len(questions)} requirements:"
        f" {', '.join(missing)}; if they are answered, put each one's number or words on a line above"
    )
    return [said] if texts and missing else []


def _left_out(what: str, words: str) -> str:
    said = " ".join(words.split())
    return f"{what} was left out ({len(said.split())} words): {said[:60]!r}"
