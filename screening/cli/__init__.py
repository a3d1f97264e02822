"""The command line: thin commands over the same functions that the other doors use."""

from __future__ import annotations

import io
import sys
from typing import Annotated

import typer

from screening import __version__
from screening.cli import (
    accounts,
    applications,
    audit,
    batch,
    blind,
    evaluate,
    explaining,
    fairness,
    fit,
    panels,
    rescore,
    serve,
    standards,
)
from screening.errors import ScreeningError

app = typer.Typer(
    name="screening",
    help="Decides, requirement by requirement, whether an applicant's own words demonstrate a KSA.",
    invoke_without_command=True,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    epilog="Example: screening rank 2320-0012 candidates/2320-0012",
)
app.command(
    "rank", epilog="Example: screening rank 2320-0012 candidates/2320-0012 --format html --out slate.html"
)(applications.rank)
app.command(
    "batch", epilog="Example: screening batch 2320-0012 applications.jsonl --store sqlite:///panel.db"
)(batch.batch)
app.command(
    "rescore", epilog="Example: screening rescore 0340-0016@2019-12-12.as-it-stands 0340-0016@2019-12-12"
)(rescore.rescore)
app.command("blind", epilog="Example: screening blind candidates/2320-0012 --out blind --report")(blind.blind)
app.command("check", epilog="Example: screening check candidates/2320-0012/c-0006.yaml")(applications.check)
app.command("explain", epilog="Example: screening explain c-0006.yaml --contact 'Human Resources, Room 4'")(
    explaining.explain
)
app.command("evaluate", epilog="Example: screening evaluate cases.jsonl --predictions out.jsonl")(
    evaluate.evaluate
)
app.command("fit", epilog="Example: screening fit past.jsonl --out ours.json")(fit.fit)
app.command("fairness", epilog="Example: screening fairness slate.json groups.csv --format html")(
    fairness.fairness
)
app.command("serve", epilog="Example: screening serve --port 8000 --store sqlite:///panel.db")(serve.serve)
app.add_typer(standards.app)
app.add_typer(panels.app)
app.add_typer(audit.app)
app.add_typer(accounts.app)


@app.callback()
def about(
    version: Annotated[bool, typer.Option("--version", help="Print the version and stop.")] = False,
) -> None:
    """Decides, requirement by requirement, whether an applicant's own words demonstrate a KSA."""
    if version:
        print(f"screening {__version__}")
        raise typer.Exit


def main() -> None:
    """Run the command line; a deliberate error is told on stderr and ends with code 2."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(
                errors="replace"
            )  # a terminal that lacks a sign shows "?", and nothing is lost
    try:
        app()
    except ScreeningError as error:
        print(f"error: {error}", file=sys.stderr)
        sys.exit(2)
    except BrokenPipeError:
        sys.exit(141)
