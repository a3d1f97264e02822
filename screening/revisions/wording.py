"""The word-level difference of two texts: runs that are kept, struck and inserted, to the last blank."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby, takewhile
from typing import Literal

from screening.revisions.comparison import Piece
from screening.revisions.parts import is_content

TOKEN = re.compile(r"(?P<space>\s*)(?P<word>\w+(?:['’‑-]\w+)*|[^\w\s]|$)")
BLANK = re.compile(r"\s+")
WEAK = 2
"""So many joining words or signs between two changes are no common ground; they are read as part of it."""

Kind = Literal["kept", "struck", "inserted"]


@dataclass(frozen=True, slots=True)
class DiffToken:
    """A word or a sign with the white space before it; the last token is the end of the text, wordless."""

    space: str
    word: str


def tokens_of(text: str) -> list[DiffToken]:
    """A text as tokens; joined, they are the text."""
    return [DiffToken(match["space"], match["word"]) for match in TOKEN.finditer(text)]


def word_diff(old: str, new: str) -> tuple[Piece, ...]:
    """How one text became the other; none of the pieces is empty, and neighbours differ in kind."""
    before, after = tokens_of(old), tokens_of(new)
    pieces: list[Piece] = []
    for kept, struck, inserted in _blocks(before, after):
        if kept:
            pieces += _aligned(struck, inserted)
        else:
            pieces += [_piece("struck", struck), _piece("inserted", inserted)]
    return tuple(_joined(_tidied(_joined(pieces))))


def _blocks(
    before: list[DiffToken], after: list[DiffToken]
) -> Iterator[tuple[bool, list[DiffToken], list[DiffToken]]]:
    """The common and the changed stretches in turn: whether kept, the old tokens, the new tokens."""
    matcher = SequenceMatcher(None, [t.word for t in before], [t.word for t in after], autojunk=False)
    blocks = [(tag == "equal", before[i:j], after[k:m]) for tag, i, j, k, m in matcher.get_opcodes()]
    found = [
        (kept and not _weak(blocks, index), struck, inserted)
        for index, (kept, struck, inserted) in enumerate(blocks)
    ]
    for kept, run in groupby(found, key=lambda block: block[0]):
        olds, news = zip(*((struck, inserted) for _, struck, inserted in run), strict=True)
        yield kept, [t for part in olds for t in part], [t for part in news for t in part]


def _weak(blocks: Sequence[tuple[bool, list[DiffToken], list[DiffToken]]], index: int) -> bool:
    """Whether a common stretch between two changes is only joining words: no common ground to read by."""
    _, tokens, _ = blocks[index]
    between = 0 < index < len(blocks) - 1
    return between and len(tokens) <= WEAK and not any(is_content(token.word) for token in tokens)


def _aligned(old: Iterable[DiffToken], new: Iterable[DiffToken]) -> Iterator[Piece]:
    """Common words, with what differs in the white space before them."""
    for a, b in zip(old, new, strict=True):
        if a.space == b.space:
            yield Piece(kind="kept", text=a.space + a.word)
        else:
            yield from (Piece(kind="struck", text=a.space), Piece(kind="inserted", text=b.space))
            yield Piece(kind="kept", text=a.word)


def _piece(kind: Kind, tokens: Iterable[DiffToken]) -> Piece:
    return Piece(kind=kind, text="".join(token.space + token.word for token in tokens))


def _joined(pieces: Iterable[Piece]) -> list[Piece]:
    """The pieces without empty ones; in a change the struck words first, neighbours of a kind as one."""
    found: list[Piece] = []
    for changed, run in groupby((p for p in pieces if p.text), key=lambda piece: piece.kind != "kept"):
        parts = list(run)
        kinds: tuple[Kind, ...] = ("struck", "inserted") if changed else ("kept",)
        texts = [(kind, "".join(p.text for p in parts if p.kind == kind)) for kind in kinds]
        found += [Piece(kind=kind, text=text) for kind, text in texts if text]
    return found


def _tidied(pieces: list[Piece]) -> list[Piece]:
    """White space that a change shares with its surroundings moved out of it, so that words stand out."""
    found: list[Piece] = []
    at = 0
    while at < len(pieces):
        run = list(takewhile(lambda piece: piece.kind != "kept", pieces[at:]))
        if not run:
            found.append(pieces[at])
            at += 1
            continue
        at += len(run)
        blanks = {match.group() if (match := BLANK.match(p.text)) else "" for p in run}
        blank = blanks.pop() if len(blanks) == 1 else ""
        if len(run) == 2 and blank:
            found.append(Piece(kind="kept", text=blank))
            run = [Piece(kind=p.kind, text=p.text[len(blank) :]) for p in run]
        elif blank and at < len(pieces) and pieces[at].text.startswith(blank):
            found.append(Piece(kind="kept", text=blank))
            run = [Piece(kind=run[0].kind, text=run[0].text[len(blank) :] + blank)]
            pieces[at] = Piece(kind="kept", text=pieces[at].text[len(blank) :])
        found += run
    return found
