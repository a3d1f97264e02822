"""`screening audit`: verify, export and show the record, replay a rating, erase an applicant's data."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from screening.cli import entries as showing
from screening.cli import retention
from screening.cli.applications import AddendumOption
from screening.cli.formats import Format, FormatOption
from screening.cli.library import LibraryOption, library_at
from screening.cli.outgoing import tell_sent
from screening.cli.output import OutOption, tell_written, write, write_bytes
from screening.cli.signatures import (
    KeyOption,
    SignatureOption,
    SignOption,
    is_signed,
    refuse_unsignable,
    write_signed,
)
from screening.cli.sittings import (
    DEFAULT_STORE,
    AsOption,
    CandidateArgument,
    KsaArgument,
    PanelArgument,
    StoreOption,
    sitting_at,
)
from screening.errors import RecordError
from screening.files.contents import bytes_of

if TYPE_CHECKING:
    from screening.panels.replaying import Replay
    from screening.records import Entry, Head
    from screening.sitting import Sitting

app = typer.Typer(
    name="audit",
    help="The record of who did what, when and why: verified, exported, shown, replayed, erased from.",
    no_args_is_help=True,
    epilog="Example: screening audit verify --head head.json",
)
RECORD_EXPORTED = "record-exported"
"""The kind of the entry that says that the record itself went out."""


@app.command("verify", epilog="Example: screening audit verify --store sqlite:///panel.db --head head.json")
def verify(
    head: Annotated[
        Path | None, typer.Option(help="A head that `audit export` wrote, kept outside the store.")
    ] = None,
    key: KeyOption = None,
    signature: SignatureOption = None,
    format: FormatOption = Format.TEXT,
    store: StoreOption = DEFAULT_STORE,
) -> None:
    """Find changed, missing, re-ordered or cut-off entries and papers; with --head also a record rewritten.

    Ends with code 1 when anything is wrong. Without --head whoever can write to the database can rewrite all
    of it unnoticed: export the head now and then, and keep it elsewhere. With --key the head has to carry
    that key's signature, or it is refused.
    """
    from screening.reports.json import verified

    _check_signed(head, key, signature)
    outside = None if head is None else read_head(head)
    with sitting_at(store, "nobody") as sitting:
        faults = sitting.store.verify(outside)
        end = None if faults else sitting.head()
    if format is Format.JSON:
        print(json.dumps(verified(faults, end), indent=1))
    elif end is not None:
        against = "" if outside is None else f", and agrees with the head of {outside.entries} entries"
        print(f"the record is intact: {end.entries} entries, head {end.digest}{against}")
    else:
        for fault in faults:
            print(f"entry {fault.number}\t{fault.kind}\t{fault.says}")
    if faults:
        raise typer.Exit(1)


def _check_signed(head: Path | None, key: Path | None, signature: Path | None) -> None:
    """Refuse a head that does not carry the signature asked for: nothing can be held against it."""
    if key is None and signature is None:
        return
    if head is None or key is None:
        raise RecordError(
            "a signature is checked over a head, with the signer's key",
            expected="--head FILE and --key FILE", do="give both; the signature lies in FILE.sig by default",
        )  # fmt: skip
    if not is_signed(head, bytes_of(head), key, signature):
        raise RecordError(
            "the signature is not of this head, or not by this key",
            where=str(head),
            expected="the head as it was signed",
            do="somebody has changed the head, or this is another signer's key",
        )


@app.command("file", epilog="Example: screening audit file slate.json --key chair.pub.pem")
def file(
    path: Annotated[Path, typer.Argument(help="A file that went out: a slate, a sheet, a letter, a record.")],
    key: KeyOption = None,
    signature: SignatureOption = None,
    format: FormatOption = Format.TEXT,
    store: StoreOption = DEFAULT_STORE,
) -> None:
    """Say which entry let a file out, byte for byte, and with --key whether it carries that signature.

    Ends with code 1 when no entry tells of it, or the signature is another's.
    """
    from hashlib import sha256

    if signature is not None and key is None:
        raise RecordError(
            "a signature is checked with the signer's key",
            expected="the signer's public key",
            do="add --key FILE, or leave out --signature",
        )
    data = bytes_of(path)
    digest = sha256(data).hexdigest()
    with sitting_at(store, "nobody") as sitting:
        found = [entry for entry in sitting.record() if _tells_of(entry, data)]
    signed = None if key is None else is_signed(path, data, key, signature)
    if format is Format.JSON:
        told = {"sha256": digest, "entries": [entry.number for entry in found], "signed": signed}
        print(json.dumps(told, indent=1))
    else:
        for entry in found:
            showing.print_entry(entry, format)
        if not found:
            print(f"no entry tells of a file with sha256 {digest}")
        if signed is not None:
            print("signed by this key" if signed else "NOT signed by this key")
    if not found or signed is False:
        raise typer.Exit(1)


def read_head(path: Path) -> Head:
    """The head in a file that was exported."""
    from screening.files.parsed import validate
    from screening.files.yaml import read_yaml
    from screening.records import Head

    return validate(Head, read_yaml(path), RecordError)


@app.command("export", epilog="Example: screening audit export --out record.jsonl --head head.json --as m1")
def export(
    out: OutOption = None,
    head: Annotated[
        Path | None, typer.Option(help="Write the head to this file too, to be kept elsewhere.")
    ] = None,
    sign: SignOption = None,
    who: AsOption = None,
    store: StoreOption = DEFAULT_STORE,
) -> None:
    """Write the record, one entry a line as JSON, without papers; that it was exported is its last entry.

    With --sign the head is signed: who rewrites the store cannot make another that carries the signature.
    """
    from screening.records import head_of

    refuse_unsignable(sign, head, "--head")
    with sitting_at(store, who) as sitting:
        entries = _exported(sitting)
    lines = "".join(map(_line, entries))
    if out is None:
        write(lines, None)
    else:
        write_bytes(lines.encode(), out)
        many = f"{len(entries):,} entr{'ies' if len(entries) > 1 else 'y'}"
        tell_written(out, f", {many}, of which the last tells of it")
    if head is not None:
        text = json.dumps(head_of(entries).model_dump(), indent=1) + "\n"
        write_signed(text.encode(), head, sign)
        tell_sent(head, entries[-1], sign)


def _exported(sitting: Sitting) -> tuple[Entry, ...]:
    """The record with the entry that says that it went out, in one transaction: nothing comes between.

    A file cannot hold its own hash: the entry has that of the lines before it, which are all the rest.
    """
    from screening.records import Draft, check, head_of, sha256

    before: list[Entry] = []

    def telling(entries: Sequence[Entry]) -> list[Draft]:
        check(entries)
        before[:] = entries
        body = {**head_of(entries).model_dump(), "sha256": sha256("".join(map(_line, entries)))}
        hand = sitting.hand()
        return [Draft(who=hand.who, at=hand.at, kind=RECORD_EXPORTED, body=body)]

    (last,) = sitting.store.write(telling)
    return (*before, last)


def _line(entry: Entry) -> str:
    return json.dumps(entry.model_dump(mode="json"), ensure_ascii=False) + "\n"


def _tells_of(entry: Entry, data: bytes) -> bool:
    """Whether an entry let out these bytes; of a record that was exported it is itself the last line."""
    from hashlib import sha256

    if entry.kind == RECORD_EXPORTED:
        own = _line(entry).encode()
        if not data.endswith(own):
            return False
        data = data[: -len(own)]
    return bool(entry.body.get("sha256") == sha256(data).hexdigest())


@app.command("erase", epilog='Example: screening audit erase c-0007 --why "asked for on 2026-03-02" --as hr1')
def erase(
    candidate: CandidateArgument,
    why: Annotated[str, typer.Option(help="On what ground, for the record.")],
    who: AsOption = None,
    store: StoreOption = DEFAULT_STORE,
) -> None:
    """Erase everything that was written by or about a candidate; ratings by id stay, and the chain holds.

    Copies in backups and in files that were exported are not reached.
    """
    with sitting_at(store, who) as sitting:
        if not sitting.keeps(candidate):
            raise RecordError(
                f"nothing of {candidate!r} is kept",
                expected="a candidate whose papers were not erased yet",
                do="`screening audit show --candidate ID` tells what the record says of them",
            )
        entry = sitting.erase(candidate, why)
    print(f"{len(entry.body['erased'])} papers of {candidate} erased; entry {entry.number} says so")


@app.command("replay", epilog="Example: screening audit replay 2320-0012-1 c-0001 postal-products")
def replay(
    panel: PanelArgument,
    candidate: CandidateArgument,
    ksa: KsaArgument,
    format: FormatOption = Format.TEXT,
    store: StoreOption = DEFAULT_STORE,
    library: LibraryOption = None,
    addendum: AddendumOption = None,
) -> None:
    """Have the engine rate again what it rated for a panel, and say whether the bytes are the same.

    Ends with code 1 when they are not; the versions that differ are named.
    """
    with sitting_at(store, "nobody") as sitting:
        made = _replayed(sitting, (panel, candidate, ksa), library, addendum)
    if format is Format.JSON:
        print(json.dumps({"same": made.same, **made.model_dump(mode="json")}, ensure_ascii=False, indent=1))
    else:
        print(f"{candidate}\t{ksa}\t" + ("the same bytes" if made.same else "NOT the same bytes"))
        print(f"recorded\tsha256 {made.recorded}\nagain\tsha256 {made.again}")
        for name, (then, now) in made.differs.items():
            print(f"{name} differs\tthen: {then}\tnow: {now}")
    if not made.same:
        raise typer.Exit(1)


def _replayed(
    sitting: Sitting, about: tuple[str, str, str], library: Path | None, addenda: list[Path] | None
) -> Replay:
    from screening.applications import Application, texts_for
    from screening.casebook import erased, paper_text
    from screening.opening import open_screener
    from screening.panels.replaying import replay as replayed
    from screening.results import Screened

    panel, candidate, ksa = about
    state = sitting.panel(panel)
    state.require_candidate(candidate)
    state.require_ksa(ksa)
    submitted = paper_text(sitting, state.applications[candidate].papers, "application")
    told = paper_text(sitting, state.engine[candidate].papers, "screened")
    if submitted is None or told is None:
        raise erased(candidate, ", so nothing can be rated again")
    application, recorded = Application.model_validate_json(submitted), Screened.model_validate_json(told)
    screener = open_screener(state.opening.standard, library_at(library), addenda=addenda or ())
    again = screener.rate(ksa, texts_for(application, ksa))
    before = next(rating for rating in recorded.ratings if rating.ksa == ksa)
    return replayed(before, recorded.versions, again, screener.versions)


showing.register(app)
retention.register(app)
