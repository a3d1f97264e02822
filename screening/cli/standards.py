"""`screening standards`: import documents, list and show the library, check it."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from screening.cli import comparing
from screening.cli.formats import Format, FormatOption
from screening.cli.library import LibraryOption, library_at
from screening.errors import DocumentError, ScreeningError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from screening.files.checking import LibraryIssue
    from screening.files.library import Library
    from screening.files.writing import Written
    from screening.reading.reader import DocumentReading
    from screening.standards import Note, Standard

app = typer.Typer(
    name="standards",
    help="Qualification standards: import documents, list, show and check the library.",
    no_args_is_help=True,
    epilog="Example: screening standards show 2320-0012@2019-03-16",
)


@app.command("import", epilog="Example: screening standards import letter.txt --out standards")
def import_(
    sources: Annotated[list[Path], typer.Argument(help="Documents, or folders of documents.")],
    out: Annotated[
        Path | None, typer.Option("--out", help="Folder to write to; default: the library.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace versions that differ.")] = False,
    draft: Annotated[
        bool | None, typer.Option(help="Draft a checklist where there is none; default: in the library only.")
    ] = None,
    format: FormatOption = Format.TEXT,
    library: LibraryOption = None,
) -> None:
    """Read documents into standards, one file per position, and say what was odd.

    In the library, a version that nobody has said how to read gets a draft, which an expert must confirm.
    Ends with 2 when a document is no standard, or a version that is already there differs.
    """
    from screening.files.library import Library

    known = library_at(library)
    target = known if out is None else Library(out)
    results, refusals = [], []
    for path in _documents(sources):
        try:
            results.append(_imported(path, known, target, force, out is None if draft is None else draft))
        except ScreeningError as error:
            refusals.append(error)
    if format is Format.JSON:
        print(
            json.dumps(
                {"documents": results, "refused": [str(e) for e in refusals]}, ensure_ascii=False, indent=2
            )
        )
    else:
        print("\n\n".join(_told(result) for result in results))
    for refusal in refusals:
        print(f"error: {refusal}", file=sys.stderr)
    differing = [s for r in results for s in r["standards"] if s["outcome"] == "differs"]
    for standard in differing:
        print(f"error: {standard['path']} is there and differs; --force replaces it", file=sys.stderr)
    if refusals or differing:
        raise typer.Exit(2)


def _documents(sources: list[Path]) -> list[Path]:
    """The files among the sources, and the files directly in folders among them."""
    found: list[Path] = []
    for source in sources:
        inside = (
            sorted(p for p in source.iterdir() if p.is_file() and not p.name.startswith("."))
            if source.is_dir()
            else [source]
        )
        if not inside:
            raise DocumentError(
                "the folder is empty",
                where=str(source),
                expected="documents",
                do="name the folder that holds the documents",
            )
        found += inside
    return found


def _imported(path: Path, known: Library, target: Library, force: bool, draft: bool) -> dict[str, Any]:
    """One document read and written; what there is to tell, as plain data."""
    from screening.documents.opening import open_document
    from screening.files.writing import write_draft, write_standard
    from screening.reading.heads import undated
    from screening.reading.linting import lint
    from screening.reading.reader import read_standards

    source = open_document(path, known.cited_name(path))
    reading = read_standards(source, known.ksa_names())
    others = [s for s in known.standards() if s.address not in {r.address for r in reading.standards}]
    written = [(standard, write_standard(target, standard, force)) for standard in reading.standards]
    drafts = {s.address: write_draft(target, s) for s, w in written if draft and w.outcome != "differs"}
    return {
        "file": str(path),
        "sha256": source.sha256,
        "standards": [
            _standard_told(s, [*undated(s, source), *lint(s, [*reading.standards, *others])], w)
            | {"checklist": _checklist_told(target, s, drafts.get(s.address))}
            for s, w in written
        ],
        "coverage": _coverage_told(reading),
    }


def _standard_told(standard: Standard, odd: list[Note], written: Written) -> dict[str, Any]:
    notes = [*standard.source.notes, *odd]
    return {
        "address": standard.address,
        "path": str(written.path),
        "outcome": written.outcome,
        "changes": list(written.changes),
        "notes": [{"line": note.line, "text": note.text} for note in notes],
        "standard": standard.model_dump(mode="json"),
    }


def _checklist_told(target: Library, standard: Standard, drafted: Path | None) -> dict[str, str | None]:
    """What became of the checklist: ``drafted`` now, there already and ``kept``, or ``none`` written."""
    path = target.checklist_path_of(standard)
    outcome = "drafted" if drafted else "kept" if path.exists() else "none"
    return {"path": str(path) if path.exists() else None, "outcome": outcome}


def _coverage_told(reading: DocumentReading) -> dict[str, Any]:
    unread = [{"line": line, "text": text} for line, text in reading.coverage.unread]
    return {**reading.coverage.counts, "unread_lines": unread}


def _told(result: dict[str, Any]) -> str:
    """The result of one import for people."""
    lines = [result["file"]]
    for told in result["standards"]:
        lines += _lines_of(told)
    cover = result["coverage"]
    lines.append(
        f"  {cover['lines']} lines: {cover['field']} read, {cover['furniture']} furniture,"
        f" {cover['blank']} blank, {cover['unread']} with unread words"
    )
    lines += [f"    unread, line {left['line']}: {left['text'][:90]}" for left in cover["unread_lines"]]
    return "\n".join(lines)


def _lines_of(told: dict[str, Any]) -> list[str]:
    standard = told["standard"]
    exams = ", ".join(str(exam["number"] or "unnumbered") for exam in standard["examinations"]) or "none"
    lines = [
        f"  {told['address']}  {standard['title']} {standard['grade'] or ''} ({standard['status']})",
        f"    {len(standard['ksas'])} KSAs; examinations: {exams}",
        f"    {told['path']}: {told['outcome']}",
    ]
    if told["checklist"]["outcome"] == "drafted":
        lines.append(
            f"    {told['checklist']['path']}: a draft of how its KSAs are read,"
            " which a subject-matter expert must confirm"
        )
    lines += [f"    odd{_at(note['line'])}: {note['text']}" for note in told["notes"]]
    return lines + ([f"      {change}" for change in told["changes"]] if told["outcome"] != "written" else [])


def _at(line: int | None) -> str:
    return f", line {line}" if line else ""


@app.command("list", epilog="Example: screening standards list --format json")
def list_(format: FormatOption = Format.TEXT, library: LibraryOption = None) -> None:
    """List the versions in the library."""
    from screening.reports.json import listed

    rows = listed(library_at(library).standards())
    if format is Format.JSON:
        print(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    for row in rows:
        print(
            f"{row['address']:34} {row['status']:10} {row['ksas']:3} KSAs"
            f"  {row['title']} {row['grade'] or ''}"
        )


@app.command(epilog="Example: screening standards show 2320-0012#postal-products")
def show(
    address: Annotated[str, typer.Argument(help="CODE, CODE@DATE or CODE@DATE#KSA.")],
    format: FormatOption = Format.TEXT,
    library: LibraryOption = None,
) -> None:
    """Show a standard, or one KSA with the behaviour that shows it."""
    from screening.files.writing import standard_yaml

    resolved = library_at(library).resolve(address)
    read_by = resolved.checklist.ksas if resolved.checklist else {}
    if format is Format.JSON:
        record = resolved.ksa or resolved.standard
        print(json.dumps(record.model_dump(mode="json"), ensure_ascii=False, indent=2))
    elif resolved.ksa:
        print(f"{resolved.standard.address}#{resolved.ksa.id}\n{resolved.ksa.text}")
        shown_by = read_by[resolved.ksa.id].shown_by if resolved.ksa.id in read_by else ()
        print("\n".join(f"  shown by: {text}" for text in shown_by) or "  no behaviour indicators yet")
    else:
        print(standard_yaml(resolved.standard), end="")


@app.command(epilog="Example: screening standards check --all")
def check(
    every: Annotated[
        bool, typer.Option("--all", help="Also print what is odd in the sources and needs nobody now.")
    ] = False,
    format: FormatOption = Format.TEXT,
    library: LibraryOption = None,
) -> None:
    """Check the library: files that do not fit, odd sources, KSAs that nobody has said how to read.

    One line for each version, and under it what needs a person; with --all also what is merely odd.
    Ends with 1 when something needs a person.
    """
    from screening.files.checking import check_library, readable

    books = library_at(library)
    findings = check_library(books)
    if format is Format.JSON:
        told = [finding.model_dump(mode="json") for finding in findings]
        print(json.dumps(told, ensure_ascii=False, indent=2))
    else:
        addresses = [standard.address for standard in readable(books)[0]]
        print("\n".join(_checked(addresses, findings, every)))
    if any(finding.needs_a_person for finding in findings):
        raise typer.Exit(1)


def _checked(addresses: list[str], findings: list[LibraryIssue], every: bool) -> Iterator[str]:
    """The lines of a check: for each version, or file that is none, a summary and what is to be told."""
    groups: dict[str, list[LibraryIssue]] = {address: [] for address in addresses}
    for finding in findings:
        groups.setdefault(finding.where.partition("#")[0], []).append(finding)
    for where, found in groups.items():
        yield f"{where}: {_summary(found)}"
        for finding in found:
            if every or finding.needs_a_person:
                ksa = finding.where.partition("#")[2]
                sign = "!" if finding.needs_a_person else "-"
                yield f"  {sign} {ksa + ': ' if ksa else ''}{finding.found}"
    hidden = "" if every or all(f.needs_a_person for f in findings) else "; --all prints the oddities"
    yield f"{len(addresses)} versions: {_summary(findings)}{hidden}"


def _summary(findings: list[LibraryIssue]) -> str:
    people = sum(finding.needs_a_person for finding in findings)
    odd = len(findings) - people
    counts = [f"{people} need a person" if people != 1 else "1 needs a person"] if people else []
    counts += [f"{odd} odd in the source"] if odd else []
    return ", ".join(counts) or "nothing found"


app.command(epilog="Example: screening standards compare 0340-0016@2019-12-12.redline 0340-0016@2019-12-12")(
    comparing.compare
)
