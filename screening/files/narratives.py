"""What somebody wrote, out of a file of theirs: text, DOCX, PDF, JSON Resume, or an application.

A document that repeats the requirements as headings is cut at them; any other is one essay for all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

from screening.applications import Application, Essay
from screening.documents.opening import MAX_BYTES, read_document
from screening.errors import ApplicationError
from screening.files.json import parse_json
from screening.files.parsed import Parsed, decode, validate
from screening.files.resumes import is_resume, resume_text
from screening.files.yaml import SUFFIXES, parse_yaml
from screening.language.words import WORD
from screening.reading.source import SourceText, marked, without
from screening.standards import Standard

DRAFT = "draft"
"""The candidate id of what nobody has submitted yet."""
ENOUGH = 5
"""Words of a requirement in a row, at the start of a line, that make the line its heading."""
LABEL = re.compile(r"[ \t]*(?:(?:ksa|requirement|question|item|element)\b)?[ \t#.:)(–-]*(?P<number>\d{1,2})?"
                   r"[ \t.:)–-]*", re.IGNORECASE)  # fmt: skip
BARE = re.compile(r"(?:ksa|requirement|question)[ \t#.:–-]*(?P<number>\d{1,2})[ \t.:)–-]*\Z", re.IGNORECASE)
STOPS = re.compile(r"[ \t]*[.:)…]*")
LINE_ENDS = re.compile(r"[ \t]*[.:)…]*[ \t]*(?=\n|\Z)")


@dataclass(frozen=True)
class NarrativesFile:
    """What a file holds: texts by KSA id, and essays; ``notes`` say what a person should look at."""

    narratives: dict[str, str] = field(default_factory=dict)
    essays: tuple[Essay, ...] = ()
    notes: tuple[str, ...] = ()
    whole: Application | None = None
    """The application that the file is, where it is one."""

    def application(self, standard: Standard) -> Application:
        """As an application: the file's own, or a draft for a standard."""
        return self.whole or Application(
            candidate=DRAFT, standard=standard.address, narratives=self.narratives, essays=self.essays
        )


def read_narratives(raw: bytes, file: str, standard: Standard, ksa: str | None = None) -> NarrativesFile:
    """The texts of a file; with ``ksa`` all of it was written for that one requirement."""
    ending = Path(file).suffix.lower()
    if ending in SUFFIXES:
        found = _structured(raw, file, ending)
        if isinstance(found, Application):
            return NarrativesFile(dict(found.narratives), found.essays, whole=found)
        text, notes = found, tuple[str, ...]()
    else:
        source = read_document(raw, file)
        text, notes = _plain(source), tuple(note.text for note in source.notes)
    if not text.strip():
        raise ApplicationError("no words were found in it", where=file, expected="a text that can be read",
                               do="a scanned document needs its text recognised (OCR) first")
    if ksa is not None:
        return NarrativesFile({standard.ksa(ksa).id: text}, notes=notes)
    return by_heading(text, standard, notes)


def _structured(raw: bytes, file: str, ending: str) -> Application | str:
    """An application, or the text of a résumé."""
    path = Path(file)
    text = decode(raw, path)
    parsed: Parsed = parse_json(text, path) if ending == ".json" else parse_yaml(text, path)
    if is_resume(parsed.value):
        return resume_text(parsed)
    if not isinstance(parsed.value, dict) or not {"narratives", "essays"} & parsed.value.keys():
        raise ApplicationError(
            "this is neither a résumé nor an application", where=file,
            expected="JSON Resume, or an application with `narratives` or `essays`",
            do="paste the text instead",
        )  # fmt: skip
    return validate(Application, parsed, ApplicationError)


def _plain(source: SourceText) -> str:
    """A document's words: nothing struck or hidden, no marks, at most one empty line between paragraphs."""
    text = without(source, marked(source, "struck", "hidden", "markup")).text
    return re.sub(r"\n(?:[ \t]*\n){2,}", "\n\n", text).strip()


def read_draft(path: Path, standard: Standard, ksa: str | None = None) -> NarrativesFile:
    """The texts in a file on this machine, as ``read_narratives`` finds them."""
    if not path.is_file():
        raise ApplicationError("there is no such file", where=str(path), do="check the path")
    with path.open("rb") as stream:
        raw = stream.read(MAX_BYTES + 1)
    return read_narratives(raw, path.name, standard, ksa)


def by_heading(text: str, standard: Standard, notes: Sequence[str] = ()) -> NarrativesFile:
    """A text cut at the lines that repeat a requirement, or one essay where no line does."""
    headings = list(_headings(text, standard))
    if not headings:
        return NarrativesFile(essays=(Essay(text=text),), notes=tuple(notes))
    narratives: dict[str, str] = {}
    ends = [*(start for start, _, _ in headings[1:]), len(text)]
    for (_, after, ksa), end in zip(headings, ends, strict=True):
        words = text[after:end].strip()
        narratives[ksa] = f"{narratives[ksa]}\n\n{words}" if narratives.get(ksa) else words
    before = text[: headings[0][0]].strip()
    told = [f"what stands before the first heading was left out: {before[:60]!r}"] if before else []
    return NarrativesFile({k: v for k, v in narratives.items() if v}, notes=(*notes, *told))


def _headings(text: str, standard: Standard) -> Iterator[tuple[int, int, str]]:
    """Start and end of every heading, and the KSA that it names, in order."""
    wanted = {ksa.id: _words(ksa.text) for ksa in standard.ksas}
    starts = [0, *(match.end() for match in re.finditer(r"\n", text)), len(text)]
    last = 0
    for start, end in pairwise(starts):
        if start < last or not WORD.search(text, start, end):  # from blank lines the search would run far
            continue
        found = _bare(text[start:end].strip(), standard) or _repeated(text, start, wanted)
        if found is not None:
            ksa, length = found
            last = start + length if length else end
            yield start, last, ksa


def _bare(line: str, standard: Standard) -> tuple[str, int] | None:
    """The KSA of a line that is only its id or its number."""
    named = re.sub(r"[\s_]+", "-", line.strip(" \t.:#*").lower())
    if any(ksa.id == named for ksa in standard.ksas):
        return named, 0
    match = BARE.match(line)
    number = int(match["number"]) if match else 0
    return (standard.ksas[number - 1].id, 0) if 1 <= number <= len(standard.ksas) else None


def _repeated(text: str, start: int, wanted: dict[str, list[str]]) -> tuple[str, int] | None:
    """The KSA whose words a line begins with, and how many characters of the text repeat it."""
    label = LABEL.match(text, start)
    at = label.end() if label else start
    longest = max(map(len, wanted.values()), default=0)
    words = [match for match, _ in zip(WORD.finditer(text, at), range(longest), strict=False)]
    said = [match.group().lower() for match in words]
    best, most = "", 0
    for ksa, asked in wanted.items():
        shared = next((i for i, (a, b) in enumerate(zip(said, asked, strict=False)) if a != b),
                      min(len(said), len(asked)))  # fmt: skip
        if shared > most:
            best, most = ksa, shared
    if most < min(ENOUGH, len(wanted.get(best, ())) or ENOUGH):
        return None
    end = words[most - 1].end()
    whole, alone = most == len(wanted[best]), LINE_ENDS.match(text, end)
    rest = alone or STOPS.match(text, end)
    return (best, (rest.end() if rest else end) - start) if whole or alone else None


def _words(text: str) -> list[str]:
    return [word.lower() for word in WORD.findall(text)]
