"""DiWoo metadata (KOOP) of each published file, and the sitemap in which the Woo index looks for them.

Names, identifiers and the order of elements are data (``knowledge/woo_publish.toml``). They were held by eye against
the XML schema of version 0.9.8, which is not shipped; without an organisation what it requires is not all there.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Sequence
from typing import Any, NamedTuple
from urllib.parse import quote, urljoin

from draad.dossier.redactions import ReleaseSettings
from draad.knowledge import load
from draad.office.cells import legal

_URI = re.compile(r"<\s*(\S+?)\s*>")


class Entry(NamedTuple):
    """One published file."""

    path: str
    """In the package: ``documenten/12.pdf``."""
    identifier: str
    title: str
    created: str
    """ISO date; empty where it is not known."""
    language: str = "nl"


def publisher(settings: ReleaseSettings) -> tuple[str, str]:
    """Name and TOOI identifier of who publishes; the organisation is given as ``Name <https://identifier…>``."""
    name = settings.organisation.partition("<")[0].strip()
    found = _URI.search(settings.organisation)
    uri = found[1] if found and re.fullmatch(load("woo_publish")["diwoo"]["publisher_form"], found[1]) else ""
    return name, uri


def document(entry: Entry, settings: ReleaseSettings, published: str) -> bytes:
    """The metadata of one file as a document of its own."""
    _register()
    return _bytes(_document(entry, settings, published))


def sitemaps(entries: Sequence[Entry], settings: ReleaseSettings, published: str) -> dict[str, bytes]:
    """``sitemap.xml``, or for very many files an index of several; nothing without an address to stand at.

    A sitemap holds whole addresses only (sitemaps.org, loc), which are known once ``base_url`` is.
    """
    if not settings.base_url or not entries:
        return {}
    _register()
    law = _law()
    base = settings.base_url.rstrip("/") + "/"
    size = law["most_urls"]
    parts = [entries[at : at + size] for at in range(0, len(entries), size)]
    made = [_bytes(_urlset(part, base, settings, published)) for part in parts]
    if len(made) == 1:
        return {"sitemap.xml": made[0]}
    index = ET.Element(_site("sitemapindex"))
    for number in range(1, len(made) + 1):
        one = ET.SubElement(index, _site("sitemap"))
        ET.SubElement(one, _site("loc")).text = urljoin(base, f"sitemap-{number}.xml")
        ET.SubElement(one, _site("lastmod")).text = published
    return {"sitemap.xml": _bytes(index)} | {f"sitemap-{n}.xml": data for n, data in enumerate(made, 1)}


def _law() -> dict[str, Any]:
    found: dict[str, Any] = load("woo_publish")["diwoo"]
    return found


def _register() -> None:
    ET.register_namespace("diwoo", _law()["namespace"])
    ET.register_namespace("", _law()["sitemap"])


def _diwoo(name: str) -> str:
    return f"{{{_law()['namespace']}}}{name}"


def _site(name: str) -> str:
    return f"{{{_law()['sitemap']}}}{name}"


def _urlset(entries: Sequence[Entry], base: str, settings: ReleaseSettings, published: str) -> ET.Element:
    root = ET.Element(_site("urlset"))
    for entry in entries:
        url = ET.SubElement(root, _site("url"))
        ET.SubElement(url, _site("loc")).text = urljoin(base, quote(entry.path))
        ET.SubElement(url, _site("lastmod")).text = published
        url.append(_document(entry, settings, published))
    return root


def _document(entry: Entry, settings: ReleaseSettings, published: str) -> ET.Element:
    law = _law()
    root = ET.Element(_diwoo("Document"))
    held = ET.SubElement(root, _diwoo("DiWoo"))
    parts = {
        "identifiers": _within("identifiers", _told("identifier", entry.identifier)),
        "publisher": _organisation("publisher", settings),
        "verantwoordelijke": _organisation("verantwoordelijke", settings),
        "titelcollectie": _within("titelcollectie", _told("officieleTitel", entry.title)),
        "classificatiecollectie": _within(
            "classificatiecollectie",
            _within("informatiecategorieen", _listed("informatiecategorie", law["category"])),
        ),
        "creatiedatum": _told("creatiedatum", entry.created) if entry.created else None,
        "language": _listed("language", law["language"]),
        "format": _format(entry.path),
        "documenthandelingen": _within("documenthandelingen", _handling(settings, published)),
    }
    for name in law["order"]:
        if (part := parts[name]) is not None:
            held.append(part)
    return root


def _told(name: str, text: str, resource: str = "") -> ET.Element:
    element = ET.Element(_diwoo(name), {"resource": resource} if resource else {})
    element.text = legal(text)
    return element


def _within(name: str, *children: ET.Element) -> ET.Element:
    element = ET.Element(_diwoo(name))
    element.extend(children)
    return element


def _listed(name: str, value: dict[str, str]) -> ET.Element:
    return _told(name, value["label"], value["uri"])


def _organisation(name: str, settings: ReleaseSettings) -> ET.Element | None:
    told, uri = publisher(settings)
    return _told(name, told, uri) if told else None


def _format(path: str) -> ET.Element | None:
    known = _law()["formats"].get(path.rpartition(".")[2].lower())
    return _told("format", known[1], known[0]) if known else None


def _handling(settings: ReleaseSettings, published: str) -> ET.Element:
    made = [_listed("soortHandeling", _law()["handling"]), _told("atTime", f"{published}T00:00:00")]
    told, uri = publisher(settings)
    if told:
        made.append(_told("wasAssociatedWith", told, uri))
    return _within("documenthandeling", *made)


def _bytes(root: ET.Element) -> bytes:
    ET.indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(root, encoding="unicode")}\n'.encode()
