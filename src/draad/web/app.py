"""The reading room as an ASGI application: from a request to an :class:`~draad.web.ask.Ask`, from an answer to bytes.

One function serves all routes, so that no page can forget who may come, what a form must prove, or which headers an
answer carries. Pages are made in threads; the event loop only waits.
"""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import Any

from anyio import CapacityLimiter, to_thread
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, RedirectResponse, Response
from starlette.routing import Route as StarletteRoute

from draad.errors import DraadError
from draad.texts import LANGUAGES, of_pages, speak
from draad.web import security
from draad.web.accounts.cookies import BROWSER, DAYS, FLASH, LANGUAGE, LASTING, SESSION, THEME
from draad.web.accounts.roles import NOBODY
from draad.web.ask import THEMES, Ask, Wants
from draad.web.body import Body, read_body
from draad.web.failures import Refused, told
from draad.web.openapi import description
from draad.web.pages import ALL
from draad.web.respond import Answer, Download, Inline, Page, Redirect, as_file, as_html, as_json, packed
from draad.web.room import THREADS, Room
from draad.web.routes import Route
from draad.web.static import Files

log = logging.getLogger("draad.web")

_NOBODY = security.Visitor(NOBODY, "")
OWN_TOKENS = "/huisstijl.css"
"""Where the style sheet of ``draad serve --tokens`` stands."""


def create_app(room: Room) -> Starlette:
    """The application of a room."""
    limiter = CapacityLimiter(THREADS)
    routes: list[StarletteRoute] = []
    for route in room.routes:
        ways: list[tuple[str, Wants]] = [(f"{route.path}.json", "json")] if route.json else []
        for path, wants in [*ways, (route.path, "html")]:
            serve = partial(_serve, room, route, wants, limiter)
            routes.append(StarletteRoute(path, _endpoint(serve), methods=[route.method], name=f"{route.name}.{wants}"))
    routes += [_files(files, limiter) for files in (room.own, room.built)]
    if room.settings.tokens:
        routes.append(StarletteRoute(OWN_TOKENS, _endpoint(partial(_tokens, room.settings.tokens))))
    routes.append(StarletteRoute("/openapi.json", _endpoint(partial(_openapi, room))))

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        room.intake.resume()
        warming = threading.Thread(target=_warm, args=(room,), name="warm", daemon=True)
        warming.start()
        yield
        room.close()

    failed = _endpoint(partial(_failed, room))
    app = Starlette(routes=routes, lifespan=lifespan, exception_handlers={HTTPException: failed, Exception: failed})
    # Starlette's own answer to a slash too many would come before the host is checked, and without our headers.
    app.router.redirect_slashes = False
    return app


def _warm(room: Room) -> None:
    """Makes what pages keep, so that the first reader need not wait. An error is for whoever asks for that page."""
    for module in ALL:
        if warm := getattr(module, "warm", None):
            try:
                warm(room)
            except DraadError as error:
                log.warning("%s could not be made ready: %s", module.__name__, error)


def room_routes() -> tuple[Route, ...]:
    """The routes of all pages."""
    return tuple(route for module in ALL for route in module.ROUTES)


def _endpoint(serve: Callable[..., Any]) -> Callable[..., Any]:
    """A plain function: Starlette looks at more than that it can be called."""

    async def endpoint(request: Request, *given: Any) -> Response:
        response: Response = await serve(request, *given)
        return response

    return endpoint


async def _serve(room: Room, route: Route, wants: Wants, limiter: CapacityLimiter, request: Request) -> Response:
    started = perf_counter()
    if wants == "html" and request.headers.get("hx-request") and not request.headers.get("hx-boosted"):
        wants = "part"
    visiting = _NOBODY
    try:
        security.check_host(request, room.settings)
        if route.method == "GET":
            body = Body()
        else:
            # Before the form is read, for strangers send no files; after it once more: an account may end meanwhile.
            security.check_origin(request)
            visiting = await to_thread.run_sync(partial(_admit, room, route, request), limiter=limiter)
            most = min(room.settings.most_upload, route.most_upload or room.settings.most_upload)
            body = await read_body(request, most if route.uploads else 0)
        response = await to_thread.run_sync(partial(_answer, room, route, wants, request, body), limiter=limiter)
        await body.close()
    except Exception as error:
        _note(error)
        response = _error(room, request, visiting, wants, error)
    return _finished(response, started)


def _finished(response: Response, started: float) -> Response:
    for name, value in security.HEADERS.items():
        response.headers.setdefault(name, value)
    response.headers["Server-Timing"] = f"app;dur={(perf_counter() - started) * 1000:.1f}"
    return response


def _admit(room: Room, route: Route, request: Request) -> security.Visitor:
    visiting = security.visitor(request, room, route)
    security.check_access(visiting.user, route)
    return visiting


def _answer(room: Room, route: Route, wants: Wants, request: Request, body: Body) -> Response:
    """In a thread: the whole of a page."""
    visiting = _NOBODY
    try:
        visiting = _admit(room, route, request)
        if route.method != "GET":
            security.check_token(room, visiting, request.headers.get("x-csrf-token") or body.token)
        given = body.values if route.method != "GET" else _query(request)
        with room.readers.one() as dossier:
            ask = _ask(room, route, wants, request, visiting, dossier=dossier, values=route.read(given), body=body)
            speak(ask.say.language)
            if route.method == "GET":
                with dossier.snapshot():
                    answer = route.handler(ask)
                    response = _response(ask, answer, request)
            else:
                response = _response(ask, route.handler(ask), request)
    except Exception as error:
        _note(error)
        response = _error(room, request, visiting, wants, error)
    if visiting.fresh and "set-cookie" not in response.headers:
        security.set_cookie(response, room.settings, SESSION, visiting.session)
    return packed(response, request.headers.get("accept-encoding", ""))


def _query(request: Request) -> dict[str, list[str]]:
    return {name: request.query_params.getlist(name) for name in request.query_params}


def _say(request: Request, room: Room) -> Any:
    language = request.cookies.get(security.cookie(room.settings, LANGUAGE), "")
    return of_pages(language if language in LANGUAGES else room.settings.language)


def _ask(
    room: Room, route: Route, wants: Wants, request: Request, visiting: security.Visitor, *,
    dossier: Any = None, values: Any = None, body: Body | None = None,
) -> Ask:  # fmt: skip
    theme = request.cookies.get(security.cookie(room.settings, THEME), "")
    query = request.url.query
    return Ask(
        room=room,
        dossier=dossier,
        say=_say(request, room),
        user=visiting.user,
        route=route,
        path=request.path_params,
        values=values or {},
        today=room.today(),
        wants=wants,
        session=visiting.session,
        address=security.address(request, room.settings),
        origin=f"{'https' if room.settings.secure else 'http'}://{request.url.netloc}",
        here=f"{request.url.path.removesuffix('.json')}{'?' if query else ''}{query}",
        theme=theme if theme in THEMES else "",
        uploads=body.uploads if body else (),
        agent=request.headers.get("user-agent", "")[:200],
        browser=request.cookies.get(security.cookie(room.settings, BROWSER), ""),
        query={name: tuple(values) for name, values in _query(request).items()},
    )


def _response(ask: Ask, answer: Answer, request: Request) -> Response:
    match answer:
        case Page():
            return _page(ask, answer, request)
        case Redirect():
            return _redirect(ask, answer)
        case Download() | Inline():
            return as_file(answer)


def _page(ask: Ask, page: Page, request: Request) -> Response:
    if ask.wants == "json":
        response = as_json(page.data, page.status)
        response.headers.update(page.headers)
        return response
    name = page.part if ask.wants == "part" and page.part else page.template
    signer, settings = ask.room.signer, ask.room.settings
    kept = request.cookies.get(security.cookie(settings, FLASH), "")
    flash = json.loads(signer.unsign(kept) or "null") if kept and name == page.template else None
    html = ask.room.templates.get_template(name).render(
        **page.data,
        data=page.data,
        ask=ask,
        say=ask.say,
        user=ask.user,
        page_title=page.title,
        crumbs=page.crumbs,
        csrf_token=signer.csrf_token(ask.session) if ask.session else "",
        flash=flash,
        # The name of a folder may tell what it is about: that is for those who may read it.
        dossier_name=ask.room.name if ask.user.known else "",
    )
    response = as_html(html, page.status)
    response.headers.update(page.headers)
    response.headers["Vary"] = "HX-Request, Cookie"
    if kept and name == page.template:
        security.set_cookie(response, settings, FLASH, None)
    return response


def _redirect(ask: Ask, answer: Redirect) -> Response:
    if ask.wants == "json" and answer.status == 301:
        path, mark, query = answer.url.partition("?")
        response: Response = RedirectResponse(f"{path}.json{mark}{query}", 301)
    elif ask.wants == "json":
        response = as_json({**answer.data, "url": answer.url}, 200)
    elif ask.wants == "part":
        response = Response(status_code=204, headers={"HX-Redirect": answer.url})
    else:
        response = RedirectResponse(answer.url, answer.status)
    settings = ask.room.settings
    if answer.flash and ask.wants != "json":
        told = json.dumps([answer.flash[0], dict(answer.flash[1]), answer.undo])
        security.set_cookie(response, settings, FLASH, ask.room.signer.sign(told))
    for name, value in answer.cookies.items():
        security.set_cookie(response, settings, name, value, days=DAYS if name in LASTING else None)
    return response


def _note(error: Exception) -> None:
    if not isinstance(error, DraadError | HTTPException):
        log.error("a page failed", exc_info=error)


_ERROR = Route("/", lambda ask: Redirect("/"), name="error", summary="", role="anyone", json=False)


def _error(room: Room, request: Request, visiting: security.Visitor, wants: Wants, error: Exception) -> Response:
    """An error as a page, or as data for programs and for our own scripts."""
    say = _say(request, room)
    said = told(say, error)
    shown = {"code": said.code, "message": said.message, "cure": said.cure}
    if said.code == "login" and wants == "html" and room.urls.has("login"):
        onward = request.url.path if request.method == "GET" else None
        response: Response = RedirectResponse(room.urls.url("login", verder=onward), 303)
    elif wants != "html":
        response = as_json({"error": shown}, said.status)
    else:
        page = Page("error.html", {"error": shown, "status": said.status}, say("web.base.error"), status=said.status)
        response = _page(_ask(room, _ERROR, "html", request, visiting), page, request)
    if said.wait:
        response.headers["Retry-After"] = str(said.wait)
    if said.status == 401:
        response.headers["WWW-Authenticate"] = "Bearer"
    return response


async def _failed(room: Room, request: Request, error: Exception) -> Response:
    """What no route answers, and what should not happen."""
    started = perf_counter()
    refused: Exception = error
    if isinstance(error, HTTPException):
        code = {404: "no-page", 405: "method"}.get(error.status_code, "bad-request")
        refused = Refused(status=error.status_code, code=code)
    wants: Wants = "json" if request.url.path.endswith(".json") or request.headers.get("hx-request") else "html"
    try:
        security.check_host(request, room.settings)
        visiting = await to_thread.run_sync(partial(security.visitor, request, room))
    except Refused as host:
        visiting, refused = _NOBODY, host
    response = _error(room, request, visiting, wants, refused)
    if isinstance(error, HTTPException) and error.headers and "Allow" in error.headers:
        response.headers["Allow"] = error.headers["Allow"]
    return _finished(response, started)


async def _openapi(room: Room, request: Request) -> Response:
    started = perf_counter()
    try:
        security.check_host(request, room.settings)
    except Refused as error:
        return _finished(_error(room, request, _NOBODY, "json", error), started)
    return _finished(as_json(description(room)), started)


async def _tokens(path: Path, _request: Request) -> Response:
    """A ministry's own tokens, as they are now: people work on them with the page open."""
    return _finished(FileResponse(path, media_type="text/css"), perf_counter())


def _files(files: Files, limiter: CapacityLimiter) -> StarletteRoute:
    async def serve(request: Request) -> Response:
        started = perf_counter()
        made = partial(
            files.answer,
            request.path_params["name"],
            request.query_params.get("v", ""),
            request.headers.get("accept-encoding", ""),
        )
        response = await to_thread.run_sync(made, limiter=limiter)
        if response is None:
            raise HTTPException(404)
        return _finished(response, started)

    return StarletteRoute(f"{files.under}/{{name:path}}", serve)
