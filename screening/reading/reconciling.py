"""A redline against the clean copy and the text that stands: what disagrees, and what changed unmarked."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence

from screening.reading.noting import note_on, with_notes
from screening.standards import Note, Standard

WORD = re.compile(r"[\w'’-]+|[^\w\s]")
STRUCK = re.compile(r"~~.*?~~")
INSERTED = re.compile(r"\{\+\+(.*?)\+\+\}")


def reconcile(standards: Sequence[Standard]) -> list[Standard]:
    """The standards of one document; redlines and clean copies carry notes on what disagrees."""
    found = []
    for standard in standards:
        notes: list[Note] = []
        stands, redline = (_copy_of(standards, standard, edition) for edition in ("as-it-stands", "redline"))
        if standard.edition == "redline" and stands:
            notes += unmarked_changes(stands, standard)
        elif standard.status == "proposed" and redline:
            notes += disagreements(redline, standard)
        found.append(with_notes(standard, notes))
    return found


def _copy_of(standards: Sequence[Standard], standard: Standard, edition: str) -> Standard | None:
    same = (s for s in standards if s.occupation_code == standard.occupation_code and s.edition == edition)
    return next((s for s in same if s.document_date == standard.document_date), None)


def disagreements(redline: Standard, clean: Standard) -> list[Note]:
    """What the clean copy does not take over from the redline as accepted, KSA by KSA and duty by duty."""
    places = {ksa.id: place for place, ksa in enumerate(clean.ksas, start=1)}
    before = {ksa.id: place for place, ksa in enumerate(redline.ksas, start=1)}
    notes = []
    for ksa in redline.ksas:
        if ksa.id not in places:
            notes.append(
                note_on(ksa, f'The redline keeps "{_short(ksa.text)}" ({ksa.id}); this copy has lost it.')
            )
    for ksa in clean.ksas:
        if ksa.id not in before:
            notes.append(note_on(ksa, f'"{_short(ksa.text)}" ({ksa.id}) is not in the redline.'))
            continue
        twin = redline.ksas[before[ksa.id] - 1]
        if ksa.text != twin.text:
            said = f"The redline reads differently ({ksa.id}): {changes(twin.text, ksa.text)}."
            notes.append(note_on(ksa, said))
    notes += _moves(redline, clean)
    return notes + _duty_disagreements(redline, clean)


def _moves(redline: Standard, clean: Standard) -> list[Note]:
    """KSAs whose order among those that both copies hold has changed."""
    shared = {k.id for k in redline.ksas} & {k.id for k in clean.ksas}
    order = [k.id for k in redline.ksas if k.id in shared]
    now = [k.id for k in clean.ksas if k.id in shared]
    stays = {a for block in difflib.SequenceMatcher(None, order, now, False).get_matching_blocks()
             for a in order[block.a : block.a + block.size]}  # fmt: skip
    places = {k.id: place for place, k in enumerate(redline.ksas, start=1)}
    return [
        note_on(ksa, f"{ksa.id} is number {place} here and number {places[ksa.id]} in the redline.")
        for place, ksa in enumerate(clean.ksas, start=1)
        if ksa.id in shared and ksa.id not in stays
    ]


def _duty_disagreements(redline: Standard, clean: Standard) -> list[Note]:
    notes = []
    for old, new in zip(redline.duties, clean.duties, strict=False):
        if old.text != new.text:
            line = new.cite.lines[0] if new.cite else None
            said = f"The redline reads differently (duty {new.number}): {changes(old.text, new.text)}."
            notes.append(Note(text=said, line=line))
    if len(redline.duties) != len(clean.duties):
        notes.append(
            Note(text=f"The redline has {len(redline.duties)} duties, this copy {len(clean.duties)}.")
        )
    return notes


def unmarked_changes(stands: Standard, redline: Standard) -> list[Note]:
    """Words of the redline that are neither in the text that stands nor marked as inserted."""
    notes = []
    known = {ksa.id: ksa for ksa in stands.ksas}
    for ksa in redline.ksas:
        if ksa.id not in known:
            if not (ksa.marked and INSERTED.sub("", ksa.marked).strip() == ""):
                notes.append(
                    note_on(ksa, f'"{_short(ksa.text)}" ({ksa.id}) is new and not marked as inserted.')
                )
            continue
        words = unmarked_words(known[ksa.id].text, ksa.marked or ksa.text)
        if words:
            said = f"Not marked as inserted ({ksa.id}): " + ", ".join(f'"{w}"' for w in words) + "."
            notes.append(note_on(ksa, said))
    for duty in redline.duties:
        twin = difflib.get_close_matches(duty.text, [d.text for d in stands.duties], 1, 0.3)
        words = unmarked_words(twin[0] if twin else "", duty.marked or duty.text)
        if words:
            said = f"Not marked as inserted (duty {duty.number}): " + ", ".join(f'"{w}"' for w in words) + "."
            notes.append(Note(text=said, line=duty.cite.lines[0] if duty.cite else None))
    return notes


def unmarked_words(before: str, marked: str) -> list[str]:
    """The runs of words in a marked text, marked ones aside, that the text before did not hold."""
    kept = INSERTED.sub(" ", STRUCK.sub(" ", marked))
    old, new = WORD.findall(before), WORD.findall(kept)
    runs = difflib.SequenceMatcher(None, old, new, False).get_opcodes()
    words = [joined(new[c:d]) for tag, _, _, c, d in runs if tag in ("insert", "replace")]
    return [run for run in words if re.search(r"\w", run)]


def changes(old: str, new: str) -> str:
    """How one text became another, in words: what was lost, added or replaced."""
    a, b = WORD.findall(old), WORD.findall(new)
    said = []
    for tag, i, j, k, m in difflib.SequenceMatcher(None, a, b, False).get_opcodes():
        lost, added = joined(a[i:j]), joined(b[k:m])
        if tag == "delete":
            said.append(f'"{lost}" is lost')
        elif tag == "insert":
            said.append(f'"{added}" is added')
        elif tag == "replace":
            said.append(f'"{lost}" became "{added}"')
    return "; ".join(said)


def joined(words: Sequence[str]) -> str:
    """Words and punctuation as one text."""
    return re.sub(r"(?<=\()\s+|\s+(?=[.,;:)])", "", " ".join(words))


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:57].rsplit(" ", 1)[0] + " …"
