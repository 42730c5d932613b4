"""Build ``src/draad/web/assets/``: what the pages need of others, taken from ``node_modules``, and nothing more of it.

The folder is not committed: ``package-lock.json`` names the packages, ``make`` installs them, this script picks. What
comes out is the same for the same packages, byte for byte, so that its hashes can stand in addresses and caches.

* ``components.css``: font, design tokens, components, in one file. Of the tokens only those that something uses.
* ``htmx.min.js``, ``pdf/`` (pdf.js with what it needs for scans), ``fonts/``.
* ``manifest.json``: path → first 16 hex digits of its SHA-256. ``LICENCES.txt`` and ``licences/``.
* a ``.gz`` beside each text, to be sent as it is.

Run as ``python scripts/assets.py``; exit code 4 with a cure where ``node_modules`` is missing or incomplete.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import re
import shutil
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
MODULES = ROOT / "node_modules"
OURS = ROOT / "src" / "draad" / "web" / "static" / "css"
TARGET = ROOT / "src" / "draad" / "web" / "assets"

TOKENS = "@nl-design-system-unstable/voorbeeld-design-tokens"
FONT = "@fontsource-variable/noto-sans"

COMPONENTS = (
    "alert",
    "breadcrumb-nav",
    "button",
    "button-link",
    "checkbox",
    "data-badge",
    "form-field",
    "form-field-description",
    "form-field-error-message",
    "form-fieldset",
    "form-label",
    "heading-1",
    "heading-2",
    "heading-3",
    "heading-4",
    "link",
    "mark",
    "paragraph",
    "radio-button",
    "select",
    "table",
    "textarea",
    "textbox",
    "unordered-list",
)
"""The Utrecht components that our pages use; a new one is also a new package in ``package.json``."""

TEXTS = {".css", ".js", ".mjs", ".json", ".txt", ".svg"}
HASH_LENGTH = 16

# pdf.js runs in a worker; scans need JPEG 2000 and JBIG2, in WebAssembly or, where the page's policy forbids that, in
# plain JavaScript. Its sandbox for the scripts that a PDF brings is left out on purpose: none of them ever runs here.
PDF = (
    "build/pdf.min.mjs",
    "build/pdf.worker.min.mjs",
    "cmaps/*.bcmap",
    "standard_fonts/*.pfb",
    "standard_fonts/*.ttf",
    "iccs/*.icc",
    "wasm/jbig2*",
    "wasm/openjpeg*",
    "wasm/qcms_bg.wasm",
)

# No size of its own reaches the page before the font does: the fallback has the font's widths and heights, and a font
# that comes late waits for the next page. Numbers: widths of Dutch text in Noto Sans by those in Arial; its hhea table.
FONT_FACES = """\
@font-face{{font-family:"Noto Sans";font-style:normal;font-weight:100 900;font-display:optional;\
src:url("fonts/noto-sans.woff2?v={version}") format("woff2")}}
@font-face{{font-family:"Noto Sans Fallback";\
src:local("Arial"),local("Liberation Sans"),local("Helvetica Neue"),local("Helvetica");\
size-adjust:106.3%;ascent-override:100.56%;descent-override:27.56%;line-gap-override:0%}}
"""

_DECLARATION = re.compile(r"^\s*(--[\w-]+):\s*([^;]+);", re.MULTILINE)
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_USED = re.compile(r"var\(\s*(--[\w-]+)")


class MissingError(Exception):
    """Something that the build takes from ``node_modules`` is not there."""


class Package(NamedTuple):
    """An installed package of npm."""

    name: str
    version: str
    licence: str
    """As an SPDX expression."""
    folder: Path


def package(name: str) -> Package:
    """The installed package of that name. Raises MissingError."""
    folder = MODULES / name
    try:
        facts = json.loads((folder / "package.json").read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise MissingError(f"{folder.relative_to(ROOT)} is not there") from None
    return Package(name, facts["version"], facts["license"], folder)


def packages() -> list[Package]:
    """All packages of which something is shipped, by name."""
    names = [TOKENS, FONT, "htmx.org", "pdfjs-dist", *(f"@utrecht/{name}-css" for name in COMPONENTS)]
    return [package(name) for name in sorted(names)]


def closure(used: Iterable[str], declared: dict[str, str]) -> dict[str, str]:
    """The declared custom properties that ``used`` ones need, through each other, in the order of their names."""
    wanted: dict[str, str] = {}
    left = [name for name in used if name in declared]
    while left:
        name = left.pop()
        if name not in wanted:
            wanted[name] = declared[name]
            left += [other for other in _USED.findall(declared[name]) if other in declared]
    return dict(sorted(wanted.items()))


def tokens(css: str) -> str:
    """The Voorbeeld tokens that ``css`` uses, on the root of the page."""
    theme = _COMMENT.sub("", _read(MODULES / TOKENS / "dist" / "theme.css"))
    declared = {name: " ".join(value.split()) for name, value in _DECLARATION.findall(theme)}
    needed = closure(_USED.findall(css), declared)
    return ":root{" + ";".join(f"{name}:{value}" for name, value in needed.items()) + "}\n"


def stylesheet(font_version: str) -> str:
    """``components.css``: the font, the tokens in use, the components."""
    components = "\n".join(_read(MODULES / f"@utrecht/{name}-css" / "dist" / "index.min.css") for name in COMPONENTS)
    ours = "\n".join(_read(path) for path in sorted(OURS.rglob("*.css")))
    # A map of sources is of no use without the sources, and would be asked for in vain.
    components = re.sub(r"/\*# sourceMappingURL=.*?\*/", "", components)
    return FONT_FACES.format(version=font_version) + tokens(components + ours) + components.strip() + "\n"


def files() -> Iterator[tuple[str, bytes]]:
    """Everything of ``assets/`` but its manifest: path and bytes."""
    font = _bytes(MODULES / FONT / "files" / "noto-sans-latin-wght-normal.woff2")
    yield "fonts/noto-sans.woff2", font
    yield "components.css", stylesheet(digest(font)).encode()
    yield "htmx.min.js", _without_map(_bytes(MODULES / "htmx.org" / "dist" / "htmx.min.js"))
    pdf = MODULES / "pdfjs-dist"
    for pattern in PDF:
        found = sorted(pdf.glob(pattern))
        if not found:
            raise MissingError(f"{(pdf / pattern).relative_to(ROOT)} is not there")
        for path in found:
            inside = path.relative_to(pdf).as_posix().removeprefix("build/")
            yield f"pdf/{inside}", _without_map(path.read_bytes()) if path.suffix in TEXTS else path.read_bytes()
    yield from licences()


def licences() -> Iterator[tuple[str, bytes]]:
    """``LICENCES.txt``, which names each package, and the licence texts that they bring, each text once."""
    lines = ["What Draad's pages are made of beside its own files.", ""]
    named: dict[bytes, str] = {}
    for one in packages():
        # Of the sandbox of pdf.js, and so of QuickJS, nothing is shipped.
        texts = sorted(path for path in one.folder.rglob("LICEN[CS]E*") if "QUICKJS" not in path.name)
        if not texts:
            raise MissingError(f"the licence text of {one.name} is not there")
        lines.append(f"{one.name} {one.version}: {one.licence}")
        for path in texts:
            text = path.read_bytes()
            if text not in named:
                named[text] = f"licences/{_flat(one.name)}-{_flat(path.relative_to(one.folder).as_posix())}.txt"
                yield named[text], text
            lines.append(f"    {named[text]}")
    yield "LICENCES.txt", ("\n".join(lines) + "\n").encode()


def digest(data: bytes) -> str:
    """What stands for the bytes in addresses."""
    return hashlib.sha256(data).hexdigest()[:HASH_LENGTH]


def build(target: Path) -> dict[str, str]:
    """Make ``target`` anew and give its manifest. Raises MissingError before anything is touched."""
    made = dict(sorted(files()))
    manifest = {name: digest(data) for name, data in made.items()}
    made["manifest.json"] = (json.dumps(manifest, indent=0) + "\n").encode()
    fresh = target.with_name(target.name + ".new")
    shutil.rmtree(fresh, ignore_errors=True)
    for name, data in made.items():
        path = fresh / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        if path.suffix in TEXTS:
            path.with_name(path.name + ".gz").write_bytes(gzip.compress(data, 9, mtime=0))
    shutil.rmtree(target, ignore_errors=True)
    fresh.rename(target)
    return manifest


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise MissingError(f"{path.relative_to(ROOT)} is not there") from None


def _read(path: Path) -> str:
    return _bytes(path).decode("utf-8")


def _flat(name: str) -> str:
    return name.removeprefix("@").removesuffix(".md").replace("/", "-")


def _without_map(script: bytes) -> bytes:
    return re.sub(rb"\n?//# sourceMappingURL=\S*", b"", script)


def main() -> int:
    """Build, and say what was made."""
    try:
        manifest = build(TARGET)
    except MissingError as missing:
        print(f"draad: {missing}. Run `make install`, or `npm ci` in {ROOT}, and then this again.", file=sys.stderr)
        return 4
    print(f"draad: {len(manifest)} files for the pages in {TARGET.relative_to(ROOT)}", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
