"""A draft as the check page sends it: texts by requirement, or one essay, and the draft set aside earlier.

Nothing is stored: everything that the page knows, it sends.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import Any, Literal

from pydantic import ValidationError
from starlette.datastructures import FormData

from screening.applications import Application, Essay
from screening.errors import ApplicationError
from screening.files.narratives import DRAFT, NarrativesFile
from screening.standards import Standard

Mode = Literal["boxes", "essay"]


@dataclass(frozen=True, slots=True)
class FormDraft:
    """What stands in the form: ``narratives`` has an entry for every requirement, empty ones too."""

    narratives: dict[str, str]
    essay: str = ""
    ksas: tuple[str, ...] = ()
    """The requirements that the essay is offered for; none: all."""
    mode: Mode = "boxes"
    earlier: str = ""
    """The draft set aside, as JSON; empty where none was."""
    notes: tuple[str, ...] = ()
    """What a person should know of the file that it was just filled from."""
    saved: str = ""
    """The id under which a team's server keeps it for its writer; empty where it does not."""

    @property
    def blank(self) -> bool:
        """Whether nothing is written at all."""
        return not any(text.strip() for text in (*self.narratives.values(), self.essay))

    def application(self, standard: Standard) -> Application:
        """The draft as an application, the way a file would hold it."""
        written = {ksa: text for ksa, text in self.narratives.items() if text.strip()}
        essays = (Essay(ksas=self.ksas or None, text=self.essay),) if self.essay.strip() else ()
        return Application(
            candidate=DRAFT, standard=standard.address, narratives=written, essays=essays
        )

    def kept(self) -> str:
        """The texts as JSON, to be sent back later."""
        return json.dumps(
            {"narratives": self.narratives, "essay": self.essay, "ksas": self.ksas}, ensure_ascii=False
        )

    def filled(self, found: NarrativesFile) -> FormDraft:
        """The draft with the texts of a file in their places; what is not in the file stays.

        What the form has no place for is told.
        """
        offered = {each.ksas for each in found.essays}
        essay = "\n\n".join(each.text for each in found.essays)
        known = {ksa: text for ksa, text in found.narratives.items() if ksa in self.narratives}
        strange = [ksa for ksa in found.narratives if ksa not in self.narratives]
        said = f"left out, for this standard has no such requirement: {', '.join(strange)}"
        left = [said] if strange else []
        if found.whole and (found.whole.exams or found.whole.submitted_on):
            left.append("left out, as this form has no place for them: the date and results of examinations")
        if len(offered) > 1:
            left.append("essays offered for different requirements became one that is offered for all")
        one = next(iter(offered)) if len(offered) == 1 else None
        ksas = tuple(ksa for ksa in one or () if ksa in self.narratives)
        mode: Mode = "essay" if essay else "boxes" if known else self.mode
        return replace(
            self, narratives={**self.narratives, **known}, essay=essay or self.essay, mode=mode,
            ksas=ksas if essay else self.ksas, notes=(*found.notes, *left),
        )


def blank_draft(standard: Standard, mode: Mode = "boxes") -> FormDraft:
    """A form with nothing in it."""
    return FormDraft(narratives={ksa.id: "" for ksa in standard.ksas}, mode=mode)


def draft_of(form: FormData, standard: Standard) -> FormDraft:
    """The draft that a form holds; a field that is no text counts as empty."""
    known = {ksa.id for ksa in standard.ksas}
    chosen = tuple(str(each) for each in form.getlist("ksas") if str(each) in known)
    return FormDraft(
        narratives={ksa.id: field(form, f"narrative:{ksa.id}") for ksa in standard.ksas},
        essay=field(form, "essay"),
        ksas=() if len(chosen) == len(known) else chosen,
        mode="essay" if form.get("mode") == "essay" else "boxes",
        earlier=field(form, "earlier"),
        saved=field(form, "saved"),
    )


def draft_from(application: Application, standard: Standard, saved: str) -> FormDraft:
    """The draft that was kept as an application; what the standard no longer asks for joins the essay."""
    known = {ksa.id: application.narratives.get(ksa.id, "") for ksa in standard.ksas}
    gone = [text for ksa, text in application.narratives.items() if ksa not in known]
    essay = "\n\n".join([*(each.text for each in application.essays), *gone])
    offered = tuple(ksa for each in application.essays for ksa in each.ksas or () if ksa in known)
    mode: Mode = "essay" if essay and not any(known.values()) else "boxes"
    return FormDraft(narratives=known, essay=essay, ksas=() if gone else offered, mode=mode, saved=saved)


def earlier_of(draft: FormDraft, standard: Standard) -> FormDraft:
    """The draft that was set aside; one that cannot be read is refused."""
    try:
        value: Any = json.loads(draft.earlier)
        narratives = {ksa.id: str(value["narratives"].get(ksa.id, "")) for ksa in standard.ksas}
        essay, ksas = str(value["essay"]), tuple(map(str, value["ksas"]))
        earlier = FormDraft(narratives=narratives, essay=essay, ksas=ksas)
        earlier.application(standard)
    except (ValueError, KeyError, TypeError, AttributeError, ValidationError) as error:
        raise ApplicationError(
            "there is no earlier draft, or it cannot be read", expected="a draft that was set aside here",
            do="set a draft aside first",
        ) from error  # fmt: skip
    return earlier


def field(form: FormData, name: str) -> str:
    """A text field with its lines ended as in a file, so that places count the same everywhere."""
    value = form.get(name, "")
    return value.replace("\r\n", "\n").replace("\r", "\n") if isinstance(value, str) else ""
