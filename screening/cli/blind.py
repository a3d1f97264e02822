"""`screening blind`: applications in, copies without names, places, pronouns and the like out."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from screening.cli.formats import Format
from screening.cli.output import console, progress, write, write_bytes
from screening.errors import ScreeningError

if TYPE_CHECKING:
    from screening.blinding.applications import BlindCopy
    from screening.files.applications import Filed


def blind(
    paths: Annotated[list[Path], typer.Argument(metavar="APPLICATION...", help="Applications, or folders.")],
    out: Annotated[Path, typer.Option("--out", help="The folder for the copies; nothing there is replaced.")],
    report: Annotated[
        bool, typer.Option("--report", help="List what was taken out of each application, by kind and count.")
    ] = False,
    format: Annotated[Format, typer.Option("--format", help="How that list is written.")] = Format.TEXT,
) -> None:
    """Write blind copies: what was done stays; names, contacts, places, pronouns, ages and photos go.

    A copy is called by the candidate's id. What was taken out is never printed. Read a copy before it is
    handed on: a rare name or a village can stay. Ends with code 2 when a copy is there already.
    """
    from screening.files.applications import read_applications

    filed = read_applications(paths)
    targets = [out / f"{one.application.candidate}{one.path.suffix.lower()}" for one in filed]
    _refuse_overwriting(targets)
    pairs = progress(zip(filed, targets, strict=True), len(filed), "Blinding")
    copies = [_copy(one, path) for one, path in pairs]
    _tell(copies, out, report, format)


def _refuse_overwriting(targets: list[Path]) -> None:
    there = [path for path in targets if path.exists()]
    if there:
        more = f", and {len(there) - 1} more of the copies" if len(there) > 1 else ""
        raise ScreeningError(
            f"this is there already{more}", where=str(there[0]), expected="a folder without these copies",
            do="name another folder with --out, or move the old copies",
        )  # fmt: skip


def _copy(one: Filed, path: Path) -> BlindCopy:
    from screening.blinding.applications import blind_application
    from screening.files.yaml import dump_yaml

    copy = blind_application(one.application)
    fields = copy.application.model_dump(mode="json", exclude_defaults=True)
    is_json = path.suffix == ".json"
    text = json.dumps(fields, indent=2, ensure_ascii=False) + "\n" if is_json else dump_yaml(fields)
    write_bytes(text.encode(), path)
    return copy


def _tell(copies: list[BlindCopy], out: Path, report: bool, format: Format) -> None:
    """What became of the applications: a line, or each one's kinds and counts; never the words."""
    if format is Format.JSON:
        taken = {copy.application.candidate: copy.kinds for copy in copies}
        total = sum((Counter(copy.kinds) for copy in copies), Counter[str]())
        listed = {"copies": len(copies), "taken_out": dict(total), "applications": taken}
        write(json.dumps(listed, indent=1) + "\n", None)
        return
    with console(None) as screen:
        for copy in copies if report else ():
            kinds = ", ".join(f"{kind} {count}" for kind, count in copy.kinds.items()) or "nothing found"
            screen.print(f"{copy.application.candidate}: {kinds}")
        screen.print(f"{len(copies)} blind {'copy' if len(copies) == 1 else 'copies'} in {out}")
