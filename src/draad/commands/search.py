"""``draad search``: what was found, with the passage and where it stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from draad.commands.base import command
from draad.commands.listing import Column, Row, form_of, form_options, tell, write
from draad.commands.place import dossier_option, opened, split_words
from draad.records import Span, short_id
from draad.show.plain import one_line, printable
from draad.texts import spoken

if TYPE_CHECKING:
    from draad.dossier import Dossier
    from draad.dossier.search import Fetch, Hit, Results, Texts

Sort = Literal["score", "date", "-date"]
MOST_HITS = 20
MOST_FACETS = 10
SORTS: tuple[Sort, ...] = ("score", "date", "-date")


@dataclass(frozen=True)
class Found:
    """A hit with what is told of it; ``subject`` and ``body`` are those of one copy and of no other."""

    hit: Hit
    document: str
    line: int
    body_line: int
    """The line on which ``body`` begins."""
    subject: str
    body: str
    sent: str | None
    sent_at: int | None
    sender: str
    thread: int | None
    kind: str = "message"
    """``message``, or the document's kind."""

    @property
    def snippet_line(self) -> int:
        """The line of the document on which the passage begins."""
        snippet = self.hit.snippet
        return self.body_line + (self.body.count("\n", 0, snippet.span[0]) if snippet else 0)


def look_up(dossier: Dossier, hits: Iterable[Hit]) -> list[Found]:
    """What the store tells of hits, in their order."""
    hits = list(hits)
    messages = dossier.messages([hit.id for hit in hits if hit.kind == "message"])
    found = []
    for hit in hits:
        if hit.kind == "document":
            view = dossier.document(hit.id)
            title = (view.report or {}).get("title") or ""
            text = dossier.text(view.id)
            line = view.first_line
            found.append(Found(hit, view.name, line, line, title, text, None, None, "", None, view.kind))
        elif message := messages.get(hit.id):
            best = message.representative
            line = best.header_lines[0]
            body_line = best.body_lines[0] if best.body_lines else line
            sender = best.sender.text if best.sender else ""
            told = (best.subject or "", best.body_text, message.sent, message.sent_at, sender, message.thread)
            found.append(Found(hit, best.document_name, line, body_line, *told))
    return found


def _texts(dossier: Dossier) -> Fetch:
    """What ``search`` asks of the store for its passages: ids in, subject and body out."""
    from draad.dossier.search import Hit, Texts

    def fetch(ids: list[int]) -> Mapping[int, Texts]:
        messages = dossier.messages(ids)
        texts = {i: Texts(m.representative.subject or "", m.representative.body_text) for i, m in messages.items()}
        for found in look_up(dossier, (Hit(i, "document", None) for i in ids if i not in messages)):
            texts[found.hit.id] = Texts(found.subject, found.body)
        return texts

    return fetch


def _marked(text: str, span: Span, highlights: Iterable[Span]) -> str:
    """A passage on one line, the words found standing out on a terminal."""
    pieces, at = [], span[0]
    for start, end in highlights:
        pieces += [printable(text[at:start]), click.style(printable(text[start:end]), bold=True, fg="yellow")]
        at = end
    pieces.append(printable(text[at : span[1]]))
    return " ".join("".join(pieces).split())


def _blocks(found: Iterable[Found]) -> Iterator[str]:
    from draad.show.moments import moment

    say = spoken()
    for item in found:
        untitled = (
            say("thread.no-subject") if item.kind == "message" else f"({say.get(f'kind.{item.kind}', item.kind)})"
        )
        title = _marked(item.subject, (0, len(item.subject)), item.hit.subject) or untitled
        yield f"{click.style(printable(item.document), fg='cyan')}:{item.snippet_line}  {title}"
        if item.sent_at is not None or item.sender:
            yield f"    {moment(say, item.sent_at, day_only=item.sent is None)} · {one_line(item.sender)}"
        if snippet := item.hit.snippet:
            yield f"    {_marked(item.body, snippet.span, snippet.highlights)}"
        if item.thread is not None:
            yield click.style(f"    draad thread {short_id(item.thread)[:8]}", dim=True)
        yield ""


def _facets(results: Results) -> Iterator[str]:
    say = spoken()
    kinds = {say.get(f"kind.{kind}", kind): number for kind, number in results.kinds.items()}
    for key, counts in (("month", results.months), ("domain", results.domains), ("kind", kinds)):
        if not counts:
            continue
        yield click.style(say(f"search.facets-{key}"), bold=True)
        most = max(counts.values())
        shown = list(counts.items()) if key == "month" else list(counts.items())[:MOST_FACETS]
        column = max(len(name) for name, _ in shown)
        for name, number in shown:
            yield f"  {printable(name):<{column}}  {say.number(number):>7}  {'█' * round(30 * number / most)}"
        yield ""


def _row(item: Found) -> Row:
    snippet = item.hit.snippet
    return {
        "document": item.document,
        "line": item.snippet_line,
        "kind": item.kind,
        "message": short_id(item.hit.id) if item.hit.kind == "message" else None,
        "thread": None if item.thread is None else short_id(item.thread),
        "sent": item.sent,
        "from": item.sender,
        "subject": item.subject,
        "excerpt": " ".join(item.body[slice(*snippet.span)].split()) if snippet else "",
    }


COLUMNS = [
    Column(key) for key in ("document", "line", "kind", "message", "thread", "sent", "from", "subject", "excerpt")
]


@command("search")
@click.argument("words", nargs=-1, metavar="[DOSSIER] VRAAG…")
@dossier_option
@click.option("--limit", type=click.IntRange(1, 10_000), metavar="N", default=MOST_HITS)
@click.option("--sort", type=click.Choice(SORTS), default="score")
@click.option("--facets", is_flag=True)
@form_options()
def search(words: tuple[str, ...], place: Path | None, limit: int, sort: Sort, facets: bool, **forms: bool) -> None:
    """Look a query up and print what it finds."""
    from draad.dossier.index import Index
    from draad.dossier.search import search as find

    say, form = spoken(), form_of(**forms)
    place, rest = split_words(words, place, None)
    query = " ".join(rest)
    with opened(place) as dossier, Index.open(dossier.layout.index) as index:
        results = find(index, query, _texts(dossier), limit=limit, sort=sort, facets=facets)
        found = look_up(dossier, results.hits)
    if form != "table":
        write(form, COLUMNS, map(_row, found))
        return
    for line in _blocks(found):
        click.echo(line)
    if facets:
        for line in _facets(results):
            click.echo(line)
    tell(say("search.told" if results.total else "search.none", hits=say.count("hit", results.total), query=query))
    if results.total > len(found):
        tell(say("search.more"))
