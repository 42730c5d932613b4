"""Ingest: files dropped in the browser, how far they are, and what went wrong with its cure."""

from __future__ import annotations

from typing import Any

from draad.show import failures
from draad.show.moments import iso
from draad.web.ask import Ask
from draad.web.failures import shown_path, without_place
from draad.web.jobs.intake import SUFFIXES, Job
from draad.web.paging import paging
from draad.web.respond import Page, Redirect
from draad.web.routes import PAGE, Route


def ingest(ask: Ask) -> Page:
    """The form, the piles that came, and every file of the dossier that could not be read."""
    found = ask.dossier.failures()
    turned = paging(ask, len(found))
    shown = found[turned.rows]
    data = {
        "suffixes": list(SUFFIXES),
        "most_megabytes": ask.room.settings.most_upload // (1024 * 1024),
        "may_send": ask.user.may("team"),
        "jobs": [_job(ask, job) for job in ask.room.intake.jobs()[:10]],
        "failures": [_failure(ask, *_of(one)) for one in shown],
        "failures_total": len(found),
        **turned.told(len(shown)),
    }
    return Page("ingest/ingest.html", data, ask.say("web.ingest.title"))


def take(ask: Ask) -> Redirect:
    """Keeps what was sent and has it taken in."""
    job = ask.room.intake.take(ask.uploads, ask.user.name)
    ask.dossier.note("upload", {"job": job.id, "files": [name for name, _ in job.files]}, ask.user.name)
    return Redirect(ask.url("ingest-job", id=job.id), data={"id": job.id})


def job(ask: Ask) -> Page:
    """One pile: how far it is, and for each file what came of it."""
    one = ask.room.intake.job(ask.path["id"])
    names = {name for name, _ in one.files}
    # A member of an archive is shown under the archive's name, with what stands behind it.
    failed = [f for f in ask.dossier.failures() if f.path.split("/", 1)[0] in names] if one.over else []
    data = {"job": _job(ask, one), "failures": [_failure(ask, *_of(view)) for view in failed]}
    title = ask.say("web.ingest.job-title")
    return Page(
        "ingest/job.html",
        data,
        title,
        part="ingest/_job.html",
        crumbs=((ask.say("web.ingest.title"), ask.url("ingest")),),
    )


def _of(view: Any) -> tuple[str, str, str, str]:
    return view.path, view.code, view.message, view.cure


def _failure(ask: Ask, path: str, code: str, message: str, cure: str) -> dict[str, str]:
    return {
        "path": shown_path(path),
        "code": code,
        "what": failures.headline(ask.say, code),
        "detail": failures.stopped_once(without_place(path, message)),
        "cure": failures.cure(ask.say, code, cure),
    }


def _job(ask: Ask, one: Job) -> dict[str, Any]:
    told = dict(one.told)
    if one.state == "failed":
        code = str(told.get("code", "fault"))
        told["what"] = failures.reason(ask.say, code, "")
        told["cure"] = failures.cure(ask.say, code, "")
    return {
        "id": one.id,
        "url": ask.url("ingest-job", id=one.id),
        "who": one.who,
        "at": iso(int(one.at)),
        "state": one.state,
        "over": one.over,
        "step": one.step,
        "done": one.done,
        "total": one.total,
        "files": [{"name": name, "bytes": size} for name, size in one.files],
        "told": told,
    }


ROUTES = (
    Route("/inlezen", ingest, name="ingest", summary="web.ingest.title", params=(PAGE,)),
    Route(
        "/inlezen",
        take,
        name="ingest-take",
        summary="web.ingest.take",
        method="POST",
        role="team",
        scope="write",
        uploads=True,
    ),
    Route("/inlezen/{id}", job, name="ingest-job", summary="web.ingest.job-title"),
)
