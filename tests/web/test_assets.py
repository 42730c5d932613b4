"""What the pages take of others: picked, packed, licensed, small, and silent towards the rest of the world."""

from __future__ import annotations

import gzip
import importlib.util
import json
import re
import subprocess
import sys
import zipfile
from pathlib import Path
from types import ModuleType

import pytest

from draad.web.static import BUILT, OWN

ROOT = Path(__file__).parents[2]
SENDS = re.compile(rb"""(?:@import|url\()\s*["']?\s*(?:https?:)?//""", re.IGNORECASE)
FIRST_VIEW = ["components.css", "htmx.min.js"]
KB = 1000


def load() -> ModuleType:
    spec = importlib.util.spec_from_file_location("assets", ROOT / "scripts" / "assets.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["assets"] = module
    spec.loader.exec_module(module)
    return module


assets = load()
built = pytest.mark.skipif(not (BUILT / "manifest.json").is_file(), reason="the assets are not built: make install")
installed = pytest.mark.skipif(not assets.MODULES.is_dir(), reason="node_modules is not there: make install")


def made() -> list[Path]:
    return [path for path in BUILT.rglob("*") if path.is_file()]


@built
def test_the_manifest_names_every_file_by_its_hash() -> None:
    manifest = json.loads((BUILT / "manifest.json").read_text("utf-8"))
    there = {path.relative_to(BUILT).as_posix() for path in made() if path.suffix != ".gz"}
    assert there == {*manifest, "manifest.json"}
    assert {name for name, stamp in manifest.items() if assets.digest((BUILT / name).read_bytes()) != stamp} == set()


@built
def test_every_text_stands_there_packed_as_well() -> None:
    texts = [path for path in made() if path.suffix in assets.TEXTS]
    assert texts
    for path in texts:
        assert gzip.decompress(path.with_name(path.name + ".gz").read_bytes()) == path.read_bytes()


@built
def test_nothing_asks_another_host_for_anything() -> None:
    files = [path for path in [*made(), *OWN.rglob("*")] if path.suffix in {".css", ".svg", ".js", ".mjs"}]
    assert len(files) > 10
    assert [path.name for path in files if SENDS.search(path.read_bytes())] == []
    own = [path for path in OWN.rglob("*") if path.suffix in {".css", ".js"}]
    assert [path.name for path in own if re.search(r"https?://(?!www\.w3\.org)", path.read_text("utf-8"))] == []
    assert b"sourceMappingURL" not in (BUILT / "htmx.min.js").read_bytes(), "a map that is not there is not asked for"


@built
def test_a_first_view_is_small() -> None:
    """Half of what a first view may be (300 kB); the other half is for the page and its own styles and scripts."""
    packed = sum((BUILT / f"{name}.gz").stat().st_size for name in FIRST_VIEW)
    shared = ["draad.css", "shell.css", "parts.css", "forms.css", "print.css"]
    ours = sum(len(gzip.compress((OWN / "css" / name).read_bytes())) for name in shared)
    ours += len(gzip.compress((OWN / "js" / "base.js").read_bytes()))
    assert packed + ours < 60 * KB
    assert packed + ours + (BUILT / "fonts" / "noto-sans.woff2").stat().st_size < 110 * KB


@built
def test_what_scans_need_of_pdf_js_is_there_and_its_scripting_is_not() -> None:
    names = {path.relative_to(BUILT / "pdf").as_posix() for path in made() if BUILT / "pdf" in path.parents}
    assert names >= {"pdf.min.mjs", "pdf.worker.min.mjs", "wasm/openjpeg.wasm", "wasm/jbig2.wasm"}
    assert any(name.startswith("cmaps/") for name in names)
    assert {name for name in names if "quickjs" in name or "sandbox" in name} == set()


@built
def test_every_package_has_its_licence_and_it_is_one_that_a_ministry_can_ship() -> None:
    text = (BUILT / "LICENCES.txt").read_text("utf-8")
    packages = dict(re.findall(r"^(\S+) [\d.]+: (.+)$", text, re.MULTILINE))
    assert set(packages) == {package.name for package in assets.packages()} if assets.MODULES.is_dir() else packages
    assert set(packages.values()) <= {"EUPL-1.2", "MIT", "0BSD", "Apache-2.0", "OFL-1.1", "BSD-3-Clause"}
    files = re.findall(r"^ +(licences/\S+)$", text, re.MULTILINE)
    assert files
    assert all((BUILT / name).stat().st_size > 100 for name in files)


@built
def test_all_tokens_that_the_styles_use_are_declared_or_have_a_way_out() -> None:
    """A name that is misspelt would show as black on black, not as an error."""
    styles = [BUILT / "components.css", *OWN.rglob("*.css")]
    text = "\n".join(path.read_text("utf-8") for path in styles)
    declared = set(re.findall(r"(--[\w-]+)\s*:", text))
    ours = {
        name for path in OWN.rglob("*.css") for name in re.findall(r"var\(\s*(--[\w-]+)\s*\)", path.read_text("utf-8"))
    }
    assert ours - declared == set()


@installed
def test_every_component_that_is_shipped_is_used_and_none_is_installed_for_nothing() -> None:
    templates = "\n".join(path.read_text("utf-8") for path in (OWN.parent / "templates").rglob("*.html"))
    used = set(re.findall(r"utrecht-[\w-]+", templates))
    for name in assets.COMPONENTS:
        css = (assets.MODULES / f"@utrecht/{name}-css" / "dist" / "index.min.css").read_text("utf-8")
        assert used & set(re.findall(r"\.(utrecht-[\w-]+)", css)), name
    asked = json.loads((ROOT / "package.json").read_text("utf-8"))["dependencies"]
    assert {name for name in asked if name.startswith("@utrecht/")} == {f"@utrecht/{n}-css" for n in assets.COMPONENTS}


@installed
def test_two_builds_are_the_same_byte_for_byte(tmp_path: Path) -> None:
    assert assets.build(tmp_path / "one") == assets.build(tmp_path / "two")
    for path in (tmp_path / "one").rglob("*"):
        if path.is_file():
            assert path.read_bytes() == (tmp_path / "two" / path.relative_to(tmp_path / "one")).read_bytes()


def test_only_tokens_in_use_are_taken_and_those_that_they_need() -> None:
    declared = {"--a": "var(--b)", "--b": "1px", "--c": "2px", "--d": "calc(var(--d-a, var(--c)))"}
    assert assets.closure(["--a", "--unknown"], declared) == {"--a": "var(--b)", "--b": "1px"}
    assert list(assets.closure(["--d"], declared)) == ["--c", "--d"]


def test_tokens_in_a_circle_end() -> None:
    assert assets.closure(["--a"], {"--a": "var(--b)", "--b": "var(--a)"}).keys() == {"--a", "--b"}


def test_without_node_modules_it_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(assets, "ROOT", tmp_path)
    monkeypatch.setattr(assets, "MODULES", tmp_path / "node_modules")
    monkeypatch.setattr(assets, "TARGET", tmp_path / "assets")
    assert assets.main() == 4
    assert "make install" in capsys.readouterr().err
    assert not (tmp_path / "assets").exists()


@built
def test_the_wheel_holds_the_assets_with_their_licences(tmp_path: Path) -> None:
    """They are not in git, which is what hatchling would go by."""
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    with zipfile.ZipFile(next(tmp_path.glob("*.whl"))) as wheel:
        names = set(wheel.namelist())
    inside = {f"draad/web/assets/{path.relative_to(BUILT).as_posix()}" for path in made()}
    assert inside - names == set()
    assert "draad/web/assets/LICENCES.txt" in names
    assert "draad/web/static/css/draad.css" in names
    assert "draad/web/templates/base.html" in names
