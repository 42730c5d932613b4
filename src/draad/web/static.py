"""What does not change while the server runs: our own styles and scripts, and those of others that the build packed."""

from __future__ import annotations

import hashlib
import json
import mimetypes
from functools import cached_property
from pathlib import Path
from urllib.parse import quote

from starlette.responses import FileResponse, Response

from draad.errors import MissingProgramError

HERE = Path(__file__).parent
OWN = HERE / "static"
BUILT = HERE / "assets"

_FOR_EVER = "public, max-age=31536000, immutable"
_ASK_AGAIN = "public, max-age=0, must-revalidate"
_TYPES = {".mjs": "text/javascript", ".js": "text/javascript", ".wasm": "application/wasm", ".woff2": "font/woff2"}


class AssetsMissingError(MissingProgramError):
    """The styles and scripts of others were not built: Draad was cloned and not installed with make."""

    code = "assets-missing"


class Files:
    """The files of one folder, each under an address that changes with what is in it."""

    def __init__(self, folder: Path, under: str) -> None:
        self.folder = folder
        self.under = under

    @cached_property
    def stamps(self) -> dict[str, str]:
        """Each file with the beginning of its hash; read from the build's manifest where there is one."""
        manifest = self.folder / "manifest.json"
        if manifest.is_file():
            return dict(json.loads(manifest.read_text(encoding="utf-8")))
        return {
            path.relative_to(self.folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()[:12]
            for path in sorted(self.folder.rglob("*"))
            if path.is_file()
        }

    def url(self, name: str) -> str:
        """Where a file stands. Raises KeyError for one that is not there: a fault of ours."""
        return f"{self.under}/{quote(name)}?v={self.stamps[name]}"

    def answer(self, name: str, version: str, accepts: str) -> Response | None:
        """The file, packed where that was prepared and the browser takes it; None where there is none of that name."""
        if name not in self.stamps:
            return None
        path = self.folder / name
        packed = path.with_name(f"{path.name}.gz")
        headers = {
            "Cache-Control": _FOR_EVER if version == self.stamps[name] else _ASK_AGAIN,
            "X-Content-Type-Options": "nosniff",
            "Vary": "Accept-Encoding",
        }
        media = _TYPES.get(path.suffix) or mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        if "gzip" in accepts and packed.is_file():
            return FileResponse(packed, media_type=media, headers={**headers, "Content-Encoding": "gzip"})
        return FileResponse(path, media_type=media, headers=headers)


def check_built() -> None:
    """Raises AssetsMissingError where the build's files are not there."""
    if not (BUILT / "manifest.json").is_file():
        raise AssetsMissingError(str(BUILT), "make install")
