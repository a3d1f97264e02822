"""Which position a document speaks of: title, grade and occupation code, wherever they are printed."""

from __future__ import annotations

import re
from dataclasses import dataclass

CODE = r"[0-9]{4}[ \t]?[-‐‑–—]?[ \t]?[0-9]{2}(?:[0-9]{2}|[Xx]{2})"
CODE_LABEL = r"(?:occupation(?:al)?|occ\.?|occup\.?|position|job)[ \t]*(?:series[ \t]*)?(?:codes?|nos?\.?|numbers?|id|#)[ \t]*[:#.\-–]?[ \t]*"
LABELLED_CODE = re.compile(rf"(?<!\w){CODE_LABEL}(?P<code>{CODE})(?!\w)", re.IGNORECASE)
BARE_CODE = re.compile(r"(?<![\w-])\(?(?P<code>[0-9]{4}-[0-9]{2}(?:[0-9]{2}|XX))\)?(?![\w-])")
GRADE = (
    r"(?:(?:EAS|PS|MH|PCES|RSC|CAG|DCS|NMH|EPP|OCS|PTF|ITAS|HEC|L|K|Q|M|S|P[0-9]?)[ \t]?[-–—][ \t]?[0-9]{1,2}(?:[ \t]?[-/–][ \t]?[0-9]{1,2})?"
    r"|(?:EAS|PS|MH|PCES)[ \t]?[0-9]{1,2}"
    r"|(?:level|grade|lvl\.?)[ \t]*[-:]?[ \t]*(?:(?:EAS|PS|MH|P[0-9]?)[ \t]?[-–]?[ \t]?)?[0-9]{1,2})(?![\w])"
)
WITH_GRADE = re.compile(
    rf"^[ \t#*_|]*(?:(?:position|job)?[ \t]*title[ \t]*:[ \t]*)?(?P<title>[A-Z][\w&,./'’() \t\-–—]*?)[ \t,;|–—\-]*"
    rf"(?P<paren>\()?[ \t]*(?:grade[ \t]*:[ \t]*)?(?P<grade>{GRADE})[ \t]*\)?[ \t*_|,;:.\-–—]*(?P<rest>.*)$",
    re.IGNORECASE | re.MULTILINE,
)
TITLE_FIELD = re.compile(
    r"^[ \t#*_|]*(?:position[ \t]+|job[ \t]+|standard[ \t]+)?title[ \t]*[:|][ \t]*(?P<title>[^\n|:]+?)"
    r"(?=[ \t]*(?:[|]|\n|$|[ \t]{3,}|\b(?:grade|level|occ\w*\.?[ \t]*code)\b))",
    re.IGNORECASE | re.MULTILINE,
)
GRADE_FIELD = re.compile(
    rf"(?<!\w)(?:pay[ \t]+|salary[ \t]+)?(?:grade|level)(?:[ \t]+level)?[ \t]*[:|][ \t]*(?P<grade>{GRADE}|[0-9]{{1,2}}(?!\w))",
    re.IGNORECASE,
)
WORDS_OF_SENTENCES = re.compile(r"\b(?:is|are|was|must|will|shall|the|this|that|which|have|has)\b")


@dataclass(frozen=True)
class Mention:
    """One place that says which position this is; None for what it does not say."""

    start: int
    end: int
    title: str | None = None
    grade: str | None = None
    code: str | None = None


def find_mentions(text: str) -> list[Mention]:
    """Titles with grades, labelled titles, grades and codes, in order of their place."""
    found = [*_titles(text), *_codes(text)]
    found += [
        Mention(m.start(), m.end("title"), title=m.group("title").strip(" *_"))
        for m in TITLE_FIELD.finditer(text)
    ]
    found += [Mention(m.start(), m.end(), grade=m.group("grade")) for m in GRADE_FIELD.finditer(text)]
    kept: list[Mention] = []
    for mention in sorted(found, key=lambda m: (m.start, -m.end)):
        if not kept or mention.start >= kept[-1].end:
            kept.append(mention)
    return kept


def _titles(text: str) -> list[Mention]:
    """Lines that are a title and a grade, with at most labelled fields after them."""
    found = []
    for match in WITH_GRADE.finditer(text):
        title, rest = match.group("title").strip(" ,-–—("), match.group("rest").strip()
        if re.search(r"[a-z]", title) and WORDS_OF_SENTENCES.search(title):
            continue
        if len(title.split()) > 12 or len(title) < 3 or not (not rest or _is_field(rest)):
            continue
        found.append(
            Mention(match.start(), match.end("grade") + _closing(match, text), title, match.group("grade"))
        )
    return found


def _closing(match: re.Match[str], text: str) -> int:
    end = match.end("grade")
    return 1 if match.group("paren") and text[end : end + 1] == ")" else 0


def _is_field(rest: str) -> bool:
    """Whether what follows a grade on its line is another labelled field or a bare code."""
    return bool(
        re.match(
            rf"\(?(?:{CODE_LABEL}|{CODE}|(?:document|doc\.?)[ \t]*date|grade|level|date)", rest, re.IGNORECASE
        )
    )


def _codes(text: str) -> list[Mention]:
    labelled = [
        Mention(m.start(), m.end(), code=tidy_code(m.group("code"))) for m in LABELLED_CODE.finditer(text)
    ]
    bare = [Mention(m.start(), m.end(), code=tidy_code(m.group("code"))) for m in BARE_CODE.finditer(text)]
    inside = [(m.start, m.end) for m in labelled]
    return labelled + [m for m in bare if not any(start <= m.start < end for start, end in inside)]


def tidy_code(printed: str) -> str:
    """A code as printed, with a plain hyphen and no blanks; a family's XX stays."""
    return re.sub(r"[ \t]", "", re.sub(r"[‐‑–—]", "-", printed)).upper()
