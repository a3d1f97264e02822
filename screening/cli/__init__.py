"""The command line: thin commands over the same functions that the other doors use."""

from __future__ import annotations

import sys

import typer

from screening.cli import applications, evaluate, standards
from screening.errors import ScreeningError

app = typer.Typer(
    name="screening",
    help="Decides, requirement by requirement, whether an applicant's own words demonstrate a KSA.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    epilog="Example: screening rank 2320-0012 candidates/2320-0012",
)
app.command("rank", epilog="Example: screening rank 2320-0012 candidates/2320-0012 --format html --out slate.html")(
    applications.rank
)
app.command("check", epilog="Example: screening check candidates/2320-0012/c-0006.yaml")(applications.check)
app.command("evaluate", epilog="Example: screening evaluate cases.jsonl --predictions out.jsonl")(evaluate.evaluate)
app.add_typer(standards.app)


def main() -> None:
    """Run the command line; a deliberate error is told on stderr and ends with code 2."""
    try:
        app()
    except ScreeningError as error:
        print(f"error: {error}", file=sys.stderr)
        sys.exit(2)
    except BrokenPipeError:
        sys.exit(141)
