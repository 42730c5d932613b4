"""The measuring of proposals: what counts as found, as wrong, as public; and that marks are filled by their place."""

from __future__ import annotations

from pathlib import Path
from random import Random

from bench.proposal_score import Tally, Told
from bench.proposal_texts import Case, Truth
from bench.proposal_tools import _conll_text, _f1

from bench import proposal_texts
from draad.sample.persons import locate
from draad.sample.truth import Part

TEXT = "Beste Wubbo,\nBel Zjanne Krol op w.krol@demo.nl.\nMinister Plooi komt.\n"


def truth(words: str, kind: str = "person", public: bool = False) -> Truth:
    begin = TEXT.index(words)
    return Truth((begin, begin + len(words)), kind, "running text", public, False, words)


def told(words: str, kind: str = "person") -> Told:
    begin = TEXT.index(words)
    return Told((begin, begin + len(words)), kind)


def scored(*proposals: Told) -> Tally:
    truths = (truth("Wubbo"), truth("Zjanne Krol"), truth("w.krol", "mailbox"), truth("Plooi", public=True))
    tally = Tally()
    tally.add(Case("a", TEXT, truths, False), proposals)
    return tally


def test_half_a_name_is_a_miss() -> None:
    tally = scored(told("Wubbo"), told("Zjanne"))
    assert tally.share("kind", "person") == 0.5
    assert tally.precision == 1.0


def test_a_name_may_be_covered_by_several_proposals() -> None:
    assert scored(told("Wubbo"), told("Zjanne"), told("Krol")).share("kind", "person") == 1.0


def test_the_domain_of_an_address_counts_neither_way() -> None:
    tally = scored(told("w.krol@demo.nl", "mailbox"))
    assert tally.share("kind", "mailbox") == 1.0
    assert tally.wrong == 0


def test_what_is_nobodys_is_wrong() -> None:
    assert scored(told("komt")).precision == 0.0
    assert scored(told("Bel Zjanne Krol op w.krol@demo.nl.\nMinister Plooi komt")).wrong == 1


def test_somebody_in_office_who_is_proposed_is_counted_and_is_wrong() -> None:
    tally = scored(told("Minister Plooi"))
    assert (tally.public, tally.public_of, tally.wrong) == (1, 1, 1)


def test_marks_are_filled_with_what_fits_their_place() -> None:
    text = (
        "Van: [5.1.2e] <[5.1.2e]@demo.nl>\nVerzonden: 1 mei 2020\n\nBeste [5.1.2e],\n\n"
        "Bel (10)(2e) even.\n\n5.1.2e\n\nGroet,\n\n[5.1.2e]\n06 [5.1.2e]\n"
    )
    signed = proposal_texts.filled(text, Random(1))
    part = Part("mail", 1, signed.count("\n"))
    lines = locate(signed.split("\n"), [part])
    case = proposal_texts.case("a", lines, part.persons, True)
    found = [(one.kind, one.place) for one in case.truths]
    assert found[:3] == [("person", "header"), ("mailbox", "header"), ("person", "salutation")]
    assert ("phone", "signature") in found
    assert case.text.count("5.1.2e") == 1  # alone in running text: it may have been a passage
    assert all(case.text[slice(*one.span)] == one.who for one in case.truths)


def test_a_generated_pile_has_truths_of_every_place() -> None:
    cases = list(proposal_texts.generated(30, 4, 0.0))
    assert {truth.place for case in cases for truth in case.truths} >= {
        "header",
        "salutation",
        "signature",
        "running text",
    }
    assert all(case.text[slice(*one.span)] == one.who for case in cases for one in case.truths)


def test_conll_is_read_as_text_with_spans(tmp_path: Path) -> None:
    path = tmp_path / "ned.testb"
    path.write_text("Wubbo Pron B-PER\nKrol N I-PER\nbelt V O\n\nZjanne N B-PER\n", encoding="latin-1")
    case, true = _conll_text(path)
    assert {case.text[a:b] for a, b in true} == {"Wubbo Krol", "Zjanne"}
    assert _f1(true, true)["f1"] == 1.0
