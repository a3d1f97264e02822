"""`screening panel rank`, `agreement`, `explain`: what comes of a panel's ratings."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from screening.cli import explaining
from screening.cli.formats import PageFormat
from screening.cli.library import LibraryOption, library_at
from screening.cli.outgoing import plainly, send
from screening.cli.output import (
    PIPED_WIDTH,
    OutOption,
    console,
    counted,
    ends_with_one,
    plain,
    progress,
    write,
)
from screening.cli.signatures import SignOption, refuse_unsignable
from screening.cli.sittings import (
    DEFAULT_STORE,
    AsOption,
    CandidateArgument,
    PanelArgument,
    StoreOption,
    WhyOption,
    sitting_at,
)
from screening.cli.slates import SlateFormat, check_ready
from screening.errors import PanelError

if TYPE_CHECKING:
    from screening.agreement.report import PanelAgreement
    from screening.panels import Panel
    from screening.panels.slating import CandidateWords, PanelSlate
    from screening.records import Draft, Hand
    from screening.reports.letter import Letter
    from screening.results import Screened
    from screening.sitting import Sitting


WORDED = frozenset((SlateFormat.HTML, SlateFormat.PDF, SlateFormat.XLSX))
"""The formats that show applicants' and members' words, unless they are told not to."""


def register(app: typer.Typer) -> None:
    """Join these commands to ``screening panel``."""
    example = "Example: screening panel "
    app.command("rank", epilog=example + "rank 2320-0012-1 --format html --out slate.html --as m1")(rank)
    app.command("agreement", epilog=example + "agreement 2320-0012-1 --format json --as m1")(agreement)
    app.command("explain", epilog=example + "explain 2320-0012-1 c-0004 --contact 'Room 4' --as hr1")(explain)


def rank(
    panel: PanelArgument,
    claims: Annotated[
        Path | None, typer.Option(help="Adjudicated claims to veterans' preference (YAML or JSON).")
    ] = None,
    seniority: Annotated[
        Path | None, typer.Option(help="Seniority dates by candidate, for senior-qualified.")
    ] = None,
    format: Annotated[
        SlateFormat, typer.Option("--format", help="How the slate is written.")
    ] = SlateFormat.TEXT,
    out: OutOption = None,
    sign: SignOption = None,
    words: Annotated[
        bool,
        typer.Option("--words/--no-words", help="Whether html, pdf and xlsx show texts, quotes and notes."),
    ] = True,
    why: WhyOption = "",
    who: AsOption = None,
    store: StoreOption = DEFAULT_STORE,
    library: LibraryOption = None,
) -> None:
    """Rank the applicants by the rule that was fixed at the opening; what goes out is recorded.

    What counts is the panel's consensus, else an override, else the engine's rating, each marked. Ends with
    code 1 while the panel is open, when the slate is provisional, or an applicant needs review.
    """
    from functools import partial

    from screening.files.particulars import read_claims, read_seniority
    from screening.panels.slating import require_sees_all, slate_exported, slate_of
    from screening.records import head_of

    check_ready(format, out)
    refuse_unsignable(sign, out)
    claimed = read_claims(claims) if claims else ()
    since = read_seniority(seniority) if seniority else {}
    with sitting_at(store, who) as sitting:
        record = sitting.record()
        state = sitting.panel(panel)
        require_sees_all(state, sitting.who)
        shown = _words(sitting, state) if words and format in WORDED else None
        slate = slate_of(state, head_of(record), claimed, since, shown)
        data = _rendered(slate, format, library)
        told = partial(slate_exported, slate, form=format.value, why=why)
        send(sitting, data, out, lambda hand, digest: told(hand, digest=digest), sign)
    if unsettled := _unsettled(slate):
        ends_with_one(out, unsettled)
        raise typer.Exit(1)


def _unsettled(slate: PanelSlate) -> list[str]:
    """Why a slate needs a person still."""
    unclear = sum(one.outcome == "needs-review" for one in slate.ranking.standings)
    provisional = ["the panel is open, so the slate is provisional"] if slate.state == "open" else []
    return provisional + ([f"{counted(unclear, 'applicant')} left to review"] if unclear else [])


def _words(sitting: Sitting, state: Panel) -> CandidateWords:
    """Texts, quotes and notes of everybody: whoever may see the slate may see them, blind where it is."""
    from screening.casebook import readings, words_of

    read = readings(sitting, state, state.candidates, advice=True)
    return words_of(sitting, progress(read, len(state.candidates), "copying"))


def _rendered(slate: PanelSlate, format: SlateFormat, library: Path | None) -> bytes:
    from screening.reports import (
        panel_slate,
        panel_slate_csv,
        panel_slate_html,
        panel_slate_parquet,
        panel_slate_text,
        panel_slate_xlsx,
        pdf,
    )

    if format is SlateFormat.XLSX:
        return panel_slate_xlsx.render(slate)
    if format is SlateFormat.PARQUET:
        return panel_slate_parquet.render(slate)
    if format is SlateFormat.TEXT:
        return panel_slate_text.render(slate, PIPED_WIDTH).encode()
    if format is SlateFormat.JSON:
        return panel_slate.render(slate).encode()
    if format is SlateFormat.CSV:
        return panel_slate_csv.render(slate).encode()
    standard = library_at(library).resolve(slate.panel.opening.standard).standard
    page = panel_slate_html.render(slate, standard)
    return pdf.paper(page) if format is SlateFormat.PDF else page.encode()


def agreement(
    panel: PanelArgument,
    format: Annotated[
        PageFormat, typer.Option("--format", help="How the figures are written.")
    ] = PageFormat.TEXT,
    out: OutOption = None,
    who: AsOption = None,
    store: StoreOption = DEFAULT_STORE,
) -> None:
    """How far members agree, by KSA and two by two, with the engine too, and whether anybody drifts.

    Over locked ratings, as far as you may see them; with the quotes where panel and engine differ most.
    A file that is written is recorded.
    """
    from screening.agreement import measure
    from screening.panels.agreeing import rated_in, settled_in
    from screening.reports.agreement import print_agreement

    with sitting_at(store, who) as sitting:
        head = sitting.head()
        state = sitting.panel(panel)
        if state.closing is None:
            state.require_member(sitting.who)
        ratings = rated_in(state, sitting.who)
        if not ratings:
            raise PanelError(
                f"no ratings of panel {panel} are locked that {sitting.who!r} may see",
                expected="ratings that are locked", do="`screening panel lock` when all of yours are given",
            )  # fmt: skip
        engine = _advice(sitting, state)
        found = measure(ratings, engine=engine, consensus=settled_in(state, sitting.who))
        if out is None and format is PageFormat.TEXT:
            with console(None) as screen:
                print_agreement(found, screen)
            return
        text = _agreed(found, format, f"panel {panel} on {state.opening.standard}")
        if out is None:
            write(text, None)
            return
        about = {"panel": panel, "format": format.value, "made_from": head.model_dump()}
        send(sitting, text.encode(), out, plainly("agreement-exported", about))


def _agreed(found: PanelAgreement, format: PageFormat, about: str) -> str:
    """The figures as a file holds them."""
    from screening.reports import agreement_html
    from screening.reports.agreement import print_agreement, render_json

    if format is PageFormat.JSON:
        return render_json(found)
    if format is PageFormat.HTML:
        return agreement_html.render(found, about)
    return plain(lambda screen: print_agreement(found, screen))


def _advice(sitting: Sitting, state: Panel) -> list[Screened]:
    """The engine's results that the reader may see, blind where the panel is; without words where erased."""
    from screening.casebook import readings
    from screening.panels import visible_to
    from screening.panels.judging import advice_of

    seen = sorted(visible_to(state, sitting.who).engine)
    read = dict(progress(readings(sitting, state, seen, advice=True), len(seen), "copying"))
    whole = {candidate: screened for candidate, (_, screened) in read.items() if screened is not None}
    return [whole.get(candidate) or advice_of(state, candidate, None) for candidate in seen]


def explain(
    panel: PanelArgument,
    candidate: CandidateArgument,
    contact: Annotated[
        str, typer.Option(help="Whom the applicant may write to; default: a place to fill in.")
    ] = "",
    format: Annotated[
        explaining.LetterFormat, typer.Option("--format", help="How the letter is written.")
    ] = explaining.LetterFormat.TEXT,
    out: OutOption = None,
    who: AsOption = None,
    store: StoreOption = DEFAULT_STORE,
    library: LibraryOption = None,
) -> None:
    """Explain a closed panel's decision to an applicant: what was looked for, found and missing.

    No scores, no member's name, no note. The letter is recorded, and erased with the candidate's data.
    """
    explaining.check_ready(format, out)
    with sitting_at(store, who) as sitting:
        letter = _letter(sitting, panel, candidate, contact, library)
        data = _lettered(letter, format)
        send(sitting, data, out, lambda hand, digest: _recorded(panel, letter, format, hand, digest))


def _letter(sitting: Sitting, panel: str, candidate: str, contact: str, library: Path | None) -> Letter:
    from screening.applications import Application
    from screening.casebook import erased, paper_text
    from screening.panels.judging import advice_of, judged
    from screening.panels.kinds import Closed
    from screening.reports import Checked
    from screening.reports.letter import letter_for

    state = sitting.panel(panel)
    state.require_candidate(candidate)
    screened = paper_text(sitting, state.engine[candidate].papers, "screened")
    application = paper_text(sitting, state.applications[candidate].papers, "application")
    result = judged(state, advice_of(state, candidate, screened))
    if screened is None or application is None:
        raise erased(candidate, ", so there are no words to explain")
    resolved = library_at(library).resolve(state.opening.standard)
    checked = Checked(result, resolved.standard, Application.model_validate_json(application))
    closed = state.of(Closed)[-1].entry.at
    decided = f"the selection panel {panel}, on {closed:%Y-%m-%d}"
    return letter_for(checked, resolved.checklist, contact, decided)


def _lettered(letter: Letter, format: explaining.LetterFormat) -> bytes:
    """The letter as a file of a format holds it."""
    from screening.reports import letter_docx, letter_text

    if format is explaining.LetterFormat.DOCX:
        return letter_docx.render([letter])
    render = letter_text.render_html if format is explaining.LetterFormat.HTML else letter_text.render
    return render([letter]).encode()


def _recorded(panel: str, letter: Letter, format: explaining.LetterFormat, hand: Hand, digest: str) -> Draft:
    """The letter is a paper, for it quotes the applicant; of the file the record has the hash alone."""
    from screening.records import Draft, Paper
    from screening.reports import letter_text

    body = {"panel": panel, "candidate": letter.candidate, "format": format.value, "sha256": digest}
    papers = (Paper(candidate=letter.candidate, name="letter", text=letter_text.render([letter])),)
    return Draft(who=hand.who, at=hand.at, kind="result-explained", body=body, papers=papers)
