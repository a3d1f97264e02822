"""The words before a panel, as its members may read them: applications, the engine's quotes, notes, reasons.

Where a panel reads blind copies, everything of the applicants is blind here, the engine's quotes too. A blind
copy is made when somebody first reads it, which takes seconds, and kept in the store for the next reader.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from screening import __version__
from screening.applications import Application
from screening.errors import PanelError
from screening.panels import Panel
from screening.panels.copies import copies_in, keep_copy, sources
from screening.panels.slating import CandidateWords
from screening.records import Sealed, canonical
from screening.results import Screened
from screening.sitting import Sitting

REMARKS = ("note", "reason")
"""The papers that members have written: notes to ratings and decisions, reasons of overrides and recusals."""
Reading = tuple[Application, Screened | None]
Copy = Callable[[Application, Screened | None], Reading]


def words_of(sitting: Sitting, read: Iterable[tuple[str, Reading]]) -> CandidateWords:
    """What was read of candidates, with the members' notes and reasons."""
    copies = dict(read)
    return CandidateWords(
        applications={candidate: application for candidate, (application, _) in copies.items()},
        advice={candidate: screened for candidate, (_, screened) in copies.items() if screened is not None},
        remarks=remarks_in(sitting),
    )


def readings(
    sitting: Sitting, panel: Panel, candidates: Iterable[str], *, advice: bool
) -> Iterator[tuple[str, Reading]]:
    """Each candidate whose application is kept, with the copy to read and the engine's results on it.

    ``advice``: whether the engine's results are among it, which a caller decides by what the reader may see.
    """
    kept = copies_in(sitting.record()) if panel.settings.blind else {}
    for candidate in candidates:
        read = _submitted(sitting, panel, candidate)
        if read is None:
            continue
        if panel.settings.blind:
            read = _kept(sitting, kept.get(sources(panel, candidate))) or _made(
                sitting, panel, candidate, read
            )
        yield candidate, (read[0], read[1] if advice else None)


def _submitted(sitting: Sitting, panel: Panel, candidate: str) -> Reading | None:
    """What came in, with the engine's results; None where it was erased."""
    text = paper_text(sitting, panel.applications[candidate].papers, "application")
    told = paper_text(sitting, panel.engine[candidate].papers, "screened")
    if text is None:
        return None
    screened = None if told is None else Screened.model_validate_json(told)
    return Application.model_validate_json(text), screened


def _kept(sitting: Sitting, papers: tuple[str, str] | None) -> Reading | None:
    """A blind copy that was made before; None where none was, or it was erased meanwhile."""
    if papers is None:
        return None
    named = {"application": papers[0], "screened": papers[1]}
    text, told = paper_text(sitting, named, "application"), paper_text(sitting, named, "screened")
    if text is None or told is None:
        return None
    return Application.model_validate_json(text), Screened.model_validate_json(told)


def _made(sitting: Sitting, panel: Panel, candidate: str, submitted: Reading) -> Reading:
    """A blind copy, made now and kept."""
    application, screened = blinded()(*submitted)
    if screened is not None:
        texts = (
            canonical(application.model_dump(mode="json")),
            canonical(screened.model_dump(mode="json")),
        )
        hand, by = sitting.hand(), f"screening {__version__}"
        sitting.store.write(lambda entries: keep_copy(entries, panel, hand, candidate, texts, by))
    return application, screened


def remarks_in(sitting: Sitting) -> dict[str, str]:
    """Notes and reasons by the digest of their papers."""
    return {paper.digest: paper.text for paper in sitting.store.papers() if paper.name in REMARKS}


def paper_text(sitting: Sitting, papers: dict[str, str], name: str) -> str | None:
    """The text of a paper that an entry names; None where it was erased, refused where it was changed."""
    paper: Sealed | None = sitting.paper(papers.get(name, ""))
    if paper is not None and not paper.holds:
        raise PanelError(f"the {name} of {paper.candidate} was changed", do="`screening audit verify`")
    return None if paper is None else paper.text


def erased(candidate: str, so: str = "") -> PanelError:
    """The refusal of what takes a candidate's own words where they were erased; ``so`` is what cannot be."""
    return PanelError(
        f"what {candidate} submitted was erased{so}",
        expected="an application that is still kept",
        do="`screening audit show --kind papers-erased` tells when and why",
    )


def blinded() -> Copy:
    """What makes blind copies; where it is not there a blind panel's applications are not shown at all."""
    try:
        from screening.blinding.applications import blind_application
        from screening.blinding.results import blind_results
    except (ImportError, OSError) as error:
        raise PanelError(
            f"the panel reads blind copies, and none can be made here: {error}",
            expected="screening.blinding, with what it needs",
            do="install the whole of screening-ksa; the panel's setting cannot be changed",
        ) from error

    def copy(application: Application, screened: Screened | None) -> Reading:
        made = blind_application(application)
        return made.application, None if screened is None else blind_results(screened, made)

    return copy
