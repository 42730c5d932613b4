"""Subjects without their prefixes."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from split_texts import only

from draad.split.subjects import bare

CASES = [
    ("Planning najaar", "planning najaar", ""),
    # Dutch, English, German, French
    ("RE: Planning najaar", "planning najaar", "re"),
    ("Re: Planning najaar", "planning najaar", "re"),
    ("Antw: Planning najaar", "planning najaar", "re"),
    ("Betr: Planning najaar", "planning najaar", "re"),
    ("AW: Planning najaar", "planning najaar", "re"),
    ("RÉP: Planning najaar", "planning najaar", "re"),
    ("FW: Planning najaar", "planning najaar", "fw"),
    ("Fwd: Planning najaar", "planning najaar", "fw"),
    ("Doorst: Planning najaar", "planning najaar", "fw"),
    ("WG: Planning najaar", "planning najaar", "fw"),
    ("TR: Planning najaar", "planning najaar", "fw"),
    # nested: the outermost counts
    ("RE: FW: RE: Planning najaar", "planning najaar", "re"),
    ("FW: RE: Planning najaar", "planning najaar", "fw"),
    ("Antw: AW: Doorst: Planning najaar", "planning najaar", "re"),
    # numbered, bracketed, without a blank
    ("RE[2]: Planning najaar", "planning najaar", "re"),
    ("Re [12]: Planning najaar", "planning najaar", "re"),
    ("RE:Planning najaar", "planning najaar", "re"),
    ("RE : Planning najaar", "planning najaar", "re"),
    ("[FW: Planning najaar]", "planning najaar", "fw"),
    ("RE; Planning najaar", "planning najaar", "re"),
    # words that only begin like a prefix
    ("Regeling najaar", "regeling najaar", ""),
    ("Reactie: planning", "reactie planning", ""),
    ("Enquête: planning", "enquete planning", ""),
    ("Vs 2: planning", "vs 2 planning", ""),
    # accents, punctuation and white space make no other subject
    ("Coördinatie  –  najaar!", "coordinatie najaar", ""),
    ("Planning/najaar (2)", "planning najaar 2", ""),
    ("", "", ""),
    ("RE:", "", "re"),
]


@pytest.mark.parametrize(("subject", "core", "prefix"), CASES, ids=[c[0] or "empty" for c in CASES])
def test_the_bare_subject_and_its_outermost_prefix(subject: str, core: str, prefix: str):
    assert bare(subject) == (core, prefix)


@pytest.mark.parametrize("mark", ["[redacted]", "5.1.2.e", "(10)(2e)", "10.2.e", "█████"])
def test_a_mark_in_a_subject_is_one_wildcard_however_it_is_spelled(mark: str):
    copy = only(f"Van: Joris\nVerzonden: maandag 16 maart 2020 17:00\nOnderwerp: RE: gesprek {mark} vrijdag\n\nDag.")
    assert copy.subject == f"RE: gesprek {mark} vrijdag"
    assert copy.bare == "gesprek ¤ vrijdag"


def test_an_empty_subject_is_unknown():
    assert only("Van: Joris\nVerzonden: maandag 16 maart 2020 17:00\nOnderwerp:\n\nDag.").subject is None


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=60))
@example("\U0001d608")
def test_a_bare_subject_has_nothing_left_to_take_off(subject: str):
    core, _ = bare(subject)
    assert bare(core) == (core, "")


@given(st.sampled_from(["RE: ", "FW: ", "Antw: ", "WG: ", "TR: ", "Doorst: "]), st.text(max_size=40))
def test_a_prefix_never_changes_the_bare_subject(prefix: str, subject: str):
    assert bare(prefix + subject)[0] == bare(subject)[0]
