"""Jobs: more applications than one request may wait for. Each is seen by whoever began it, nobody else.

Nothing of a job is written down: what it was given is let go of when it ends, its slate an hour later, and
all of it with the server.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, Literal

from fastapi import Depends, Form, HTTPException, Path, Request, Response, UploadFile

from screening.applications import Application
from screening.files.submissions import LINES, read_submissions
from screening.reports import csv, json, xlsx
from screening.web.api import gives, section, written
from screening.web.desk import Asking, AtDesk
from screening.web.jobs import Job, Jobs
from screening.web.messages import JobShape, JobsShape, SlateShape, ToJudge
from screening.web.refusals import refuse
from screening.web.submissions import version_of

router = section("Jobs")
GONE = "There is no such job of yours: it was forgotten, or the server was started again since."
Format = Literal["json", "csv", "xlsx"]
KINDS: dict[str, str] = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
SLATES: dict[int | str, dict[str, Any]] = {
    200: gives(SlateShape, "As `screening rank`.")[200] | {"content": {kind: {} for kind in KINDS.values()}}
}


def jobs_of(request: Request) -> Jobs:
    """The jobs of the server that a request reached."""
    jobs: Jobs = request.app.state.jobs
    return jobs


AllJobs = Annotated[Jobs, Depends(jobs_of)]


async def found(
    jobs: AllJobs, who: Asking, job: Annotated[str, Path(max_length=40, examples=["4f9c2a7d10be"])]
) -> Job:
    """The job of whoever asks; 404 where it is nobody's or another's."""
    there = jobs.find(who.id, job)
    if there is None:
        raise HTTPException(404, GONE)
    return there


Found = Annotated[Job, Depends(found)]


@router.post("/jobs", name="api-job-begin", status_code=202, responses=gives(JobShape, "It waits.", 202))
async def begin(request: Request, desk: AtDesk, jobs: AllJobs, who: Asking, asked: ToJudge) -> Response:
    """Begin a job: rank many applications while nobody waits. `Location` says where it is followed."""
    return _begun(request, desk, jobs, who, asked.standard, asked.applications)


@router.post("/jobs/upload", name="api-job-upload", status_code=202,
             responses=gives(JobShape, "It waits.", 202))  # fmt: skip
async def upload(
    request: Request, desk: AtDesk, jobs: AllJobs, who: Asking, file: UploadFile,
    standard: Annotated[str, Form(max_length=200, examples=["2320-0012"])],
) -> Response:  # fmt: skip
    """Begin a job from JSON Lines (`.jsonl`), one application a line. A line that is refused refuses all."""
    applications = await desk.readers.read(file, read_submissions, endings=LINES)
    return _begun(request, desk, jobs, who, standard, applications)


def _begun(
    request: Request, desk: AtDesk, jobs: Jobs, who: Asking, address: str, given: Sequence[Application]
) -> Response:
    job = jobs.begin(who.id, version_of(desk, address), given)
    where = str(request.app.url_path_for("api-job", job=job.id))
    return written(job.shape().model_dump_json(), 202, {"Location": where})


@router.get("/jobs", name="api-jobs", responses=gives(JobsShape, "Yours."))
async def jobs(jobs: AllJobs, who: Asking) -> Response:
    """List your jobs, the newest first."""
    told = JobsShape(jobs=tuple(job.shape() for job in jobs.of(who.id)))
    return written(told.model_dump_json())


@router.get("/jobs/{job}", name="api-job", responses=gives(JobShape, "How far it is."))
async def job(job: Found) -> Response:
    """Say how far a job is: `judged` of `applications`."""
    return written(job.shape().model_dump_json())


@router.get("/jobs/{job}/slate", name="api-job-slate", responses=SLATES)
async def slate(request: Request, job: Found, format: Format = "json") -> Response:
    """Fetch the slate of a job that is done, as `screening rank` writes it: JSON, CSV or XLSX."""
    if job.slated is None:
        told = f"The job is {job.state}: {job.judged} of {job.applications} are judged."
        return refuse(request, 409, told, expected="a job that is done", do="Ask how far it is, and wait.")
    if format == "json":
        return written(json.render(job.slated))
    content = csv.render(job.slated) if format == "csv" else xlsx.render(job.slated)
    name = f'attachment; filename="slate-{job.id}.{format}"'
    return Response(content, media_type=KINDS[format], headers={"Content-Disposition": name})


@router.post("/jobs/{job}/cancel", name="api-job-cancel", responses=gives(JobShape, "It is stopped."))
async def cancel(jobs: AllJobs, job: Found) -> Response:
    """Stop a job: at once if it waits, else after the application that is being judged."""
    jobs.cancel(job)
    return written(job.shape().model_dump_json())


@router.delete("/jobs/{job}", name="api-job-forget", status_code=204)
async def forget(jobs: AllJobs, job: Found) -> Response:
    """Stop a job, and let go of what came of it, now."""
    jobs.forget(job)
    return Response(status_code=204)
