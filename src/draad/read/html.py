"""HTML of a mail to plain text: paragraphs, lists, tables, and quotation as ``> ``."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from draad.errors import EmptyFileError
from draad.read.text import clean, decode
from draad.records import Document

_SILENT = {"script", "style", "head", "title", "template", "noscript", "object"}
_VOID = {"br", "hr", "img", "meta", "link", "input", "col", "base", "area", "wbr", "embed", "source"}
_PARAGRAPH = {"p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "table", "pre", "dl"}
_BLOCK = _PARAGRAPH | {"div", "li", "tr", "blockquote", "section", "article", "header", "footer", "dt", "dd", "body"}
_QUOTED = re.compile(r"border-left\s*:(?!\s*(?:none|0|medium none))", re.I)
"""How Outlook on the web, Gmail and Apple Mail draw quotation where they don't use blockquote."""
_SPACE = re.compile(r"[ \t\r\n\f]+")
_MAX_DEPTH = 2_000


class _Writer(HTMLParser):
    """Collects lines. Broken nesting is expected: a closing tag closes what it can find, nothing more."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[str] = []
        self._line = ""
        self._open: list[tuple[str, bool, bool]] = []  # tag, quotes, silent
        self._depth = 0
        self._silent = 0
        self._pre = 0
        self._lists: list[int | None] = []
        self._start = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "br":
            self._break(always=True)
        elif tag == "hr":
            self._break()
            self._emit("---")
        elif tag in ("td", "th"):
            if self._line.strip():
                self._line = self._line.rstrip() + "\t"
        elif tag in _BLOCK:
            self._break()
            if tag in _PARAGRAPH and not self._tight(given):
                self._blank()
        if tag in _VOID or len(self._open) > _MAX_DEPTH:
            return
        quotes = tag == "blockquote" or bool(tag == "div" and _QUOTED.search(given.get("style", "")))
        self._open.append((tag, quotes, tag in _SILENT))
        self._depth += quotes
        self._silent += tag in _SILENT
        self._pre += tag == "pre"
        if tag in ("ul", "ol"):
            self._lists.append(1 if tag == "ol" else None)
        if tag == "li":
            self._start = self._bullet()

    def handle_endtag(self, tag: str) -> None:
        at = next((i for i in range(len(self._open) - 1, -1, -1) if self._open[i][0] == tag), -1)
        if at < 0:
            return
        if tag in _BLOCK:
            self._break()
        while len(self._open) > at:
            closed, quotes, silent = self._open.pop()
            if quotes:
                self._break()
            self._depth -= quotes
            self._silent -= silent
            self._pre -= closed == "pre"
            if closed in ("ul", "ol") and self._lists:
                self._lists.pop()
            if closed in _PARAGRAPH - {"p"}:
                self._blank()

    def handle_data(self, data: str) -> None:
        if self._silent:
            return
        if self._pre:
            first, *rest = data.split("\n")
            self._line += first
            for line in rest:
                self._break(always=True)
                self._line = line
            return
        text = _SPACE.sub(" ", data).replace("\xa0", " ")
        if not self._line or self._line[-1] in " \t":
            text = text.lstrip(" ") if data[:1] != "\xa0" else text
        self._line += text

    def close(self) -> None:
        super().close()
        self._break()

    def _tight(self, given: dict[str, str]) -> bool:
        """Outlook writes every line as a paragraph of its own, without room between them."""
        return "mso" in given.get("class", "").lower() or bool(re.search(r"margin\s*:\s*0", given.get("style", "")))

    def _bullet(self) -> str:
        indent = "  " * max(0, len(self._lists) - 1)
        if self._lists and (number := self._lists[-1]) is not None:
            self._lists[-1] = number + 1
            return f"{indent}{number}. "
        return f"{indent}- "

    def _break(self, *, always: bool = False) -> None:
        line, self._line = self._line.rstrip(), ""
        if line.strip():
            self._emit(self._start + (line if self._pre else line.lstrip(" ")))
            self._start = ""
        elif always:
            self._emit("")

    def _emit(self, line: str) -> None:
        self.lines.append(("> " * self._depth + line).rstrip() if self._depth else line)

    def _blank(self) -> None:
        if self.lines and self.lines[-1].strip("> "):
            self._emit("")


def html_to_text(html: str) -> str:
    """The text a reader of this HTML sees; quotation by ``blockquote`` or a line at the left becomes ``> ``."""
    writer = _Writer()
    writer.feed(html)
    writer.close()
    text = "\n".join(writer.lines)
    return re.sub(r"\n{4,}", "\n\n\n", clean(text)[0]).strip("\n")


def read_html(data: bytes, name: str, shown: str, source: str) -> Document:
    """A saved page or mail in HTML.

    Raises:
        EmptyFileError: no text is in it.
    """
    html, warnings = decode(_declared(data), shown)
    text = html_to_text(html)
    if not text:
        raise EmptyFileError(f"{shown} shows no text.", "Leave it out.")
    return Document(source, 0, name, shown, "text", text, warnings=warnings)


def _declared(data: bytes) -> bytes:
    """As UTF-8, where the page names another encoding."""
    named = re.search(rb"charset\s*=\s*[\"']?([\w-]+)", data[:4096], re.I)
    if not named or named[1].lower() in (b"utf-8", b"utf8", b"unicode"):
        return data
    try:
        return data.decode(named[1].decode("ascii"), "replace").encode("utf-8")
    except LookupError:
        return data
