"""The catalogues: whole, alike, and used."""

from __future__ import annotations

import pickle
import re
from pathlib import Path

import pytest

from draad import errors
from draad.texts import LANGUAGES, of_pages, texts

SOURCE = Path(__file__).parents[1] / "src" / "draad"
FIELD = re.compile(r"\{(\w+)")
USED = re.compile(r'"([a-z]+(?:\.[\w-]+)+)"')


def fields(language: str) -> dict[str, set[str]]:
    return {key: set(FIELD.findall(text)) for key, text in of_pages(language).entries.items()}


def test_both_languages_say_the_same_things_about_the_same_fields() -> None:
    assert fields("nl") == fields("en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_is_empty(language: str) -> None:
    assert all(text.strip() for text in of_pages(language).entries.values())


def test_every_key_that_code_asks_for_is_there() -> None:
    say = of_pages("nl")
    families = {key.split(".")[0] for key in say.entries}
    asked = {key for file in SOURCE.rglob("*.py") for key in USED.findall(file.read_text("utf-8"))}
    ours = {
        key for key in asked if key.split(".")[0] in families and not key.endswith((".toml", ".sqlite", ".html", ".md"))
    }
    heads = {".".join(key.split(".")[:n]) for key in say.entries for n in range(1, key.count(".") + 1)}
    assert {key for key in ours if key not in say and key not in heads} == set()


def all_errors(kind: type[errors.DraadError] = errors.DraadError) -> set[type[errors.DraadError]]:
    return {kind}.union(*(all_errors(child) for child in kind.__subclasses__()))


OWN_WORDS = {"error", "usage"}
"""Codes whose message comes out of the catalogue already, or is the base of all."""


def test_every_kind_of_error_has_its_sentence() -> None:
    import draad.commands.place
    import draad.commands.sample
    import draad.dossier.index
    import draad.read._tesseract
    import draad.web.accounts.errors
    import draad.web.failures
    import draad.web.routes
    import draad.web.static  # noqa: F401 - each brings errors of its own

    codes = {kind.code for kind in all_errors()} - OWN_WORDS
    assert {code for code in codes if f"error.{code}.what" not in of_pages("nl")} == set()


def test_every_sentence_of_what_is_wrong_is_said_somewhere() -> None:
    sources = [file.read_text("utf-8") for file in SOURCE.rglob("*.py")]
    said = {key for text in sources for key in re.findall(r'\.said\(\s*"([\w-]+)"', text)}
    parser = (SOURCE / "dossier" / "query.py").read_text("utf-8")
    said |= {f"query-{reason}" for reason in re.findall(r'self\.fail\("([\w-]+)"', parser)}
    said |= {f"query-{reason}" for text in sources for reason in re.findall(r'ValueFormError\("([\w-]+)"', text)}
    assert said == {key.split(".")[1] for key in texts("nl").entries if key.startswith("wrong.") and key != "wrong.at"}


@pytest.mark.parametrize(("language", "told"), [("nl", "is geen dag"), ("en", "is no date")])
def test_an_error_is_told_in_the_language_of_who_reads_it(language: str, told: str) -> None:
    error = pickle.loads(pickle.dumps(errors.UsageError.said("date", value="morgen")))
    assert told in error.detail(texts(language))
    assert error.mend(texts(language)).endswith("2026-06-01.")
    assert str(error) == "'morgen' is no date. Write a day as 2026-06-01."
    error.at_place("4bec70")
    assert error.detail(texts(language)).startswith("4bec70: 'morgen' is")


def test_numbers_are_written_as_people_write_them() -> None:
    assert texts("nl").number(1234567) == "1.234.567"
    assert texts("nl").number(0.5) == "0,5"
    assert texts("en").number(1234567) == "1,234,567"


def test_one_and_many() -> None:
    assert texts("nl").count("message", 1) == "1 bericht"
    assert texts("nl").count("message", 1200) == "1.200 berichten"
