"""What holds for every document that is taken apart, whatever stands in it."""

from __future__ import annotations

import signal
from collections.abc import Callable
from random import Random
from typing import TypeVar

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from split_texts import document, of, taken, utc

from draad.records import Document, MailHead, Split
from draad.split import cut, headers, split

T = TypeVar("T")

FRAGMENTS = [
    "Van: Jet <jet@minvws.nl>\n",
    "Van:\n",
    "Vn: Jet\n",
    "From: Jet\n",
    "De : Jet\n",
    "**Van:** Jet\n",
    "Verzonden: maandag 16 maart 2020 17:00\n",
    "Verzondcn maandag 16 maart 2020 17:00\n",
    "Sent: Mon 3/16/2020 4:09:30 PM\n",
    "Datum: 16 maart 2020\n",
    "Aan: Karel <karel@rivm.nl>;\n",
    "Aan: 5.1.2.e\n",
    "To: Karel\n",
    "CC:\n",
    "ce: Noor\n",
    "Onderwerp: RE: planning\n",
    "Subject: FW: [redacted]\n",
    "Bijlagen: plan.docx\n",
    "plan.docx\n",
    "-----Oorspronkelijk bericht-----\n",
    "Begin doorgestuurd bericht:\n",
    "Op 6 dec. 2017 om 11:28 heeft Jet het volgende geschreven:\n",
    "Op 6 dec. 2017 om\n11:28 heeft 5.1.2.e\nhet volgende\ngeschreven:\n",
    ">>> Jet 15-2-2021 12:08 >>>\n",
    "> ",
    "> > ",
    "    ",
    "\t",
    "\n",
    "\n\n\n",
    "---\n",
    "3\n",
    "Pagina 3 van 4\n",
    "Document 12\n",
    "Document 13\n",
    "\f",
    "Met vriendelijke groet,\n",
    "Verstuurd vanaf mijn iPhone\n",
    "Disclaimer: geen.\n",
    "<sup>1</sup> noot\n",
    "Dag Karel,\n",
    "Dat is goed. ",
    "5.1.2.e ",
    "(10)(2e) ",
    "512e ",
    "[redacted] ",
    "████ ",
    "*dubbel*\n",
    "Verslag\n",
    "Aanwezig: Jet (MO), Karel (LZ)\n",
    "Inventarislijst\n",
    "1   123401   Planning   16-03-2020   Openbaar\n",
    "Geachte heer,\n",
    "\x00",
    "\x1b[31m",
    "\r",
    "\u2028",
    "\u202eשלום\u202c ",
    "e\u0301\u0323\u0301 ",
    "İıſß ",
    "\ufeff",
    "👩‍👩‍👧 ",
]
glued = st.lists(st.sampled_from(FRAGMENTS), max_size=40).map("".join)
texts = st.one_of(st.text(max_size=300), glued)


def covered(found: Split) -> None:
    """Header, body and rest cover each character once."""
    spans = [s for c in found.copies for s in (c.header, c.body) if s is not None] + list(found.rest)
    at = 0
    for begin, end in sorted(spans):
        assert begin == at
        assert begin < end
        at = end
    assert at == len(found.document.text)


@given(texts)
@example("")
@example("\n")
@settings(max_examples=300)
def test_no_character_is_lost_or_counted_twice(text: str):
    covered(taken(text))


@given(texts)
def test_each_mark_lies_in_its_copy_and_has_letters(text: str):
    found = taken(text)
    for copy in found.copies:
        end = (copy.body or copy.header)[1]
        for mark in copy.marks:
            assert copy.header[0] <= mark.span[0] < mark.span[1] <= end
            assert (of(text, mark.span) or "").strip()
    inside = {m.span for c in found.copies for m in c.marks}
    assert len(inside) == sum(len(c.marks) for c in found.copies)
    assert not inside & {m.span for m in found.marks}


@given(texts)
def test_copies_are_numbered_in_order_and_a_chain_goes_down_one_at_a_time(text: str):
    found = taken(text).copies
    assert [c.n for c in found] == list(range(len(found)))
    depth = -1
    for copy in found:
        assert 0 <= copy.depth <= depth + 1
        depth = copy.depth


@given(texts)
def test_bodies_and_headers_are_whole_lines(text: str):
    whole = document(text)
    for copy in split(whole).copies:
        for span in (copy.header, copy.body):
            if span is not None:
                assert span[0] == 0 or text[span[0] - 1] == "\n"
                assert span[1] == len(text) or text[span[1]] == "\n"
                first, last = whole.lines_of(span)
                assert whole.line_starts[first - 1] == span[0]
                assert first <= last


@given(texts)
def test_what_a_header_says_stands_written_there(text: str):
    for copy in taken(text).copies:
        head = "".join((of(text, copy.header) or "").split())
        for person in (copy.sender, *copy.to, *copy.cc):
            if (
                person is not None
                and "mailto" not in head.lower()
                and ">" not in head
                and "*" not in head
                and "|" not in head
            ):
                assert all("".join(word.split()) in head for word in person.text.split()[:1])


@given(texts)
def test_the_same_text_gives_the_same_answer(text: str):
    assert taken(text) == taken(text)


@given(texts, st.integers(1, 5))
def test_blank_lines_at_the_end_change_the_rest_only(text: str, count: int):
    text += "\n"
    before, after = taken(text), taken(text + "\n" * count)
    assert after.copies == before.copies
    assert (after.kind, after.marks) == (before.kind, before.marks)


@given(texts)
def test_parts_of_a_document_together_are_the_document(text: str):
    pieces = cut(document(text))
    assert "\n".join(p.text for p in pieces) == text
    assert [p.first_line for p in pieces] == [
        1,
        *(1 + sum(q.text.count("\n") + 1 for q in pieces[:k]) for k in range(1, len(pieces))),
    ]
    for piece in pieces:
        covered(split(piece))


@given(texts)
def test_header_blocks_follow_one_another_without_overlap(text: str):
    last = -1
    for block in headers(document(text))[1]:
        assert last < block.first <= block.last
        last = block.last


def test_a_real_mail_knows_its_first_header_as_its_own():
    text = "Van: Jet\nVerzonden: maandag 16 maart 2020 17:00\nAan: Karel\nOnderwerp: Planning\n\nDag.\n"
    mail = Document("0" * 64, 0, "stuk", "stuk.eml", "mail", text, mail=MailHead())
    found = split(mail)
    assert (found.kind, [c.style for c in found.copies]) == ("mail", ["mail"])


def test_the_clock_of_a_print_is_utc_where_only_that_puts_the_answer_behind_its_question():
    quoted = "Van: Jet\nVerzonden: maandag 16 maart 2020 17:00\nAan: Karel\nOnderwerp: Planning\n\nKan het?\n"
    head = "From: Karel\nSent: Monday, March 16, 2020 {} PM\nTo: Jet\nSubject: RE: Planning\n\nJa.\n\n"
    answer, _ = taken(head.format("4:20") + quoted).copies
    assert answer.sent is not None
    assert (answer.sent.zone, answer.sent.certainty, utc(answer.sent)) == ("utc", "chain", "2020-03-16 16:20")
    later, _ = taken(head.format("5:20") + quoted).copies
    assert later.sent is not None
    assert (later.sent.zone, utc(later.sent)) == ("local", "2020-03-16 16:20")


# ── work in proportion to the text ──────────────────────────────────────────────────────────────────────────
#
# Nothing is measured here: each case takes a second or two at most where the work is linear, and far longer than the
# alarm allows where it is quadratic. The alarm only ends the latter; it rings again, for an exception that is raised
# in a callback of the collector is swallowed.


def in_reasonable_time(work: Callable[[], T], seconds: int = 20) -> T | None:
    """What ``work`` gives, or None when this process takes too long for it, whatever else the machine does."""

    def stop(*_: object) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds, 5)
    try:
        return work()
    except TimeoutError:
        return None
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


HEAD = """\
Van: Jet <jet@minvws.nl>
Verzonden: maandag 16 maart 2020 17:00
Aan: Karel <karel@rivm.nl>
Onderwerp: Planning

"""


PRINT = "To: Visser[karel@rivm.nl]\nFrom: Bakker\nSent: Mon 3/{}/2020 4:09:30 PM\nSubject: {}\nReceived: x\n\nDag.\n"


def letters(count: int, seed: int) -> str:
    """Words that differ from seed to seed."""
    return "".join(Random(seed).choices("abcdefghij ", k=count))


def addresses(separator: str) -> str:
    many = separator.join(f"Naam {n} <naam{n}@rivm.nl>" for n in range(2000))
    return f"Van: Jet\nVerzonden: maandag 16 maart 2020 17:00\nAan: {many}\nOnderwerp: Planning\n\nDag.\n"


LARGE: dict[str, Callable[[], str]] = {
    "2,000 addresses on a line": lambda: addresses("; "),
    "2,000 addresses on lines": lambda: addresses(";\n"),
    "2,000 addresses over blank lines": lambda: addresses(";\n\n"),
    "2 MB without headers": lambda: "Dat is goed, en wij gaan verder met het plan. " * 20 * 2200,
    "2 MB of lines without headers": lambda: "Dat is goed, en wij gaan verder met het plan.\n" * 44000,
    "a line of 1 MB": lambda: HEAD + "x" * 1_000_000,
    "a line of 1 MB of figures": lambda: HEAD + "5" * 1_000_000,
    "a line of 1 MB of blanks": lambda: HEAD + " " * 1_000_000 + "x",
    "a subject of 1 MB": lambda: HEAD.strip() + " woord" * 170_000 + "\n\nDag.",
    "5,000 quoted lines": lambda: HEAD + "> Dat is goed.\n" * 5000,
    "a line of 5,000 >": lambda: HEAD + (">" * 5000 + " Dag\n") * 20,
    "20,000 lines like a field": lambda: HEAD + "Actie: bellen\n" * 20000,
    "20,000 lines of one field": lambda: "Aan: Karel\n" * 20000,
    "20,000 senders": lambda: "Van: Karel\n" * 20000,
    "2,000 headers": lambda: (HEAD + "Dag.\n\n") * 2000,
    "2,000 introductions that never end": lambda: HEAD + "Op 6 dec. 2017 om 11:28 heeft\n" * 2000,
    "20,000 marks": lambda: HEAD + "5.1.2.e (10)(2e) " * 10000,
    "a line of 1 MB of doubtful marks": lambda: HEAD + "11.1 " * 200_000,
    "a line of 1 MB of words that may be a mark": lambda: HEAD + "dubbel " * 140_000,
    "a moment of 80,000 strokes": lambda: HEAD.replace("maandag 16 maart 2020 17:00", "|" * 80_000),
    "a subject of 200,000 prefixes": lambda: HEAD.replace("Planning", "RE: " * 200_000),
    "two subjects of 40,000 letters": lambda: (
        HEAD.replace("Planning", letters(40_000, 1)) + HEAD.replace("Planning", letters(40_000, 2))
    ),
    "2,000 subjects in a chain": lambda: "".join(HEAD.replace("Planning", letters(20, n)) for n in range(2000)),
    "a bundle of 20,000 prints": lambda: "".join(PRINT.format(n % 28 + 1, letters(12, n)) for n in range(20_000)),
    "a field, 40,000 blank lines, a field": lambda: "Van: Jet\n" + "\n" * 40_000 + "Aan: Karel\nOnderwerp: Planning",
    "100,000 opening brackets": lambda: HEAD + "[" * 50000 + "(" * 50000,
    "20,000 page numbers": lambda: HEAD + "Dag.\n3\n\nDossier\n" * 20000,
    "100,000 blank lines": lambda: HEAD + "\n" * 100_000 + "Dag.",
    "20,000 rules": lambda: HEAD + "---\n" * 20000 + "Dag.",
    "20,000 closings": lambda: HEAD + "Groet,\n" * 20000,
    "20,000 footnotes": lambda: HEAD + "Dag.\n\n---\n" + "<sup>1</sup> noot\n" * 20000,
}


@pytest.mark.parametrize("case", LARGE)
def test_work_grows_with_the_text_and_no_faster(case: str):
    whole = document(LARGE[case]())
    done = in_reasonable_time(lambda: (cut(whole), split(whole)))
    assert done is not None, "the work grows faster than the text"
    pieces, found = done
    covered(found)
    assert "\n".join(p.text for p in pieces) == whole.text


def test_all_of_two_thousand_addressees_are_counted():
    for separator in ("; ", ";\n", ";\n\n"):
        assert [len(c.to) for c in taken(addresses(separator)).copies] == [2000]
