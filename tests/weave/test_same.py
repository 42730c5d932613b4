"""Which copies are one message, and which never are."""

from typing import Any

import pyarrow as pa
import pytest
from weave_pile import Maker, Pile, pile

from draad.schema import COPIES
from draad.weave import same as same_module
from draad.weave import weave
from draad.weave.same import same_message
from draad.weave.table import COLUMNS, rows

LONG = [f"woord{at}" for at in range(40)]


def changed(some: Pile, at: int, **values: Any) -> pa.Table:
    """The table with columns of one row changed, rows as they were printed."""
    lines = some.table.to_pylist()
    lines[at] |= values
    return pa.Table.from_pylist(lines, schema=pa.schema([COPIES.field(name) for name in COLUMNS]))


def message_of(table: pa.Table) -> list[int]:
    """The message of each row, in the order of the table."""
    woven = weave(table)
    found = dict(zip(woven.copies["copy"].to_pylist(), woven.copies["message"].to_pylist(), strict=True))
    return [found[one] for one in table["id"].to_pylist()]


def two_prints(**given: Any) -> Pile:
    """One message, printed twice."""
    maker = Maker(1)
    message = maker.send(**{"words": LONG, "subject": "voortgang huisvesting", **given})
    maker.print_out(message)
    maker.print_out(message)
    for row in maker.rows:
        row |= {"bare": message.subject, "sender_domain": None, "domains": ""}
    return maker.pile()


def test_marks_alone_make_no_other_message():
    assert len(set(message_of(two_prints().table))) == 1


def test_seconds_may_be_missing_and_clocks_a_minute_apart():
    some = two_prints()
    at = some.table["sent_at"][0].as_py() // 60 * 60
    for shift in (0, 60, -60):
        assert len(set(message_of(changed(some, 1, sent_at=at + shift, precision="minute")))) == 1


@pytest.mark.parametrize("hours", [1, 2, -1, -2])
def test_an_hour_or_two_between_clocks_counts_only_where_a_zone_is_a_guess(hours: int):
    some = two_prints()
    at = some.table["sent_at"][0].as_py() // 60 * 60 + hours * 3600
    values = {"sent_at": at, "precision": "minute"}
    assert len(set(message_of(changed(some, 1, **values, zone="unknown", certainty="unknown")))) == 1


def test_the_same_words_days_apart_are_two_messages():
    some = two_prints()
    later = some.table["sent_at"][0].as_py() + 8 * 86400 + 3 * 3600 + 25 * 60
    assert len(set(message_of(changed(some, 1, sent_at=later)))) == 2


def test_a_stamp_that_was_repaired_or_is_doubted_contradicts_little():
    some = two_prints()
    other = some.table["sent_at"][0].as_py() + 8 * 86400 + 3 * 3600 + 25 * 60
    assert len(set(message_of(changed(some, 1, sent_at=other, certainty="unknown")))) == 1


def test_what_the_same_message_quotes_is_the_same_whatever_is_left_of_it():
    maker = Maker(8)
    question = maker.send(words=LONG, subject="voortgang huisvesting")
    answer = maker.send(question, words=["Akkoord."])
    last = maker.send(answer, words=[*LONG[20:], *LONG[:20]])
    maker.print_out(last)
    maker.print_out(last)
    nothing = {"sent_at": None, "zone": None, "certainty": None, "precision": None, "bare": "", "features": None}
    found = message_of(changed(maker.pile(), 4, **nothing))
    assert found[4] == found[1]


def test_a_copy_without_stamp_is_known_by_subject_and_words():
    values = {"sent_at": None, "zone": None, "certainty": None, "precision": None}
    assert len(set(message_of(changed(two_prints(), 1, **values)))) == 1


def test_a_subject_may_be_redacted_in_part_or_whole():
    for bare in ("voortgang ¤", "¤", "", "voortgamg huisvcsting"):
        assert len(set(message_of(changed(two_prints(), 1, bare=bare)))) == 1


def test_a_body_wholly_redacted_is_known_by_minute_and_subject():
    assert len(set(message_of(changed(two_prints(), 1, features=None)))) == 1


def test_a_copy_cut_short_is_the_same_message():
    maker = Maker(2)
    message = maker.send(words=LONG, subject="voortgang huisvesting")
    maker.print_out(message)
    maker.print_out(message, cut=True)
    assert len(set(message_of(maker.pile().table))) == 1


def test_other_message_ids_are_other_messages_and_equal_ones_the_same():
    lines = two_prints().table.to_pylist()
    for keys, count in ((("a", "b"), 2), (("a", "a"), 1), (("a", None), 1)):
        table = [line | {"message_key": key} for line, key in zip(lines, keys, strict=True)]
        schema = pa.schema([COPIES.field(name) for name in COLUMNS])
        assert len(set(message_of(pa.Table.from_pylist(table, schema=schema)))) == count


def test_akkoord_twice_in_a_minute_is_two_messages_where_the_sender_differs():
    some = two_prints(words=["Akkoord."])
    table = changed(some, 0, sender_domain="minvws.nl")
    lines = table.to_pylist()
    lines[1]["sender_domain"] = "gemeente-elders.nl"
    assert len(set(message_of(pa.Table.from_pylist(lines, schema=table.schema)))) == 2
    lines[1]["sender_domain"] = "minvws.nl"
    assert len(set(message_of(pa.Table.from_pylist(lines, schema=table.schema)))) == 1


def test_akkoord_a_minute_apart_is_one_message_only_where_a_sender_says_so():
    some = two_prints(words=["Akkoord."])
    lines = some.table.to_pylist()
    minute = lines[0]["sent_at"] // 60 * 60
    for line, at in zip(lines, (minute, minute + 60), strict=True):
        line |= {"sent_at": at, "precision": "minute"}
    assert len(set(message_of(pa.Table.from_pylist(lines, schema=some.table.schema)))) == 2
    for line in lines:
        line["sender_domain"] = "minvws.nl"
    assert len(set(message_of(pa.Table.from_pylist(lines, schema=some.table.schema)))) == 1


def test_akkoord_twice_in_a_minute_is_two_messages_where_the_message_beneath_differs():
    maker = Maker(4)
    questions = [
        maker.send(words=maker.rng.choices(maker.words, k=50), subject="vraag over de regeling", at=at)
        for at in (1_600_000_000, 1_600_500_000)
    ]
    answers = [maker.send(q, words=["Akkoord."], at=1_601_000_040, subject="vraag over de regeling") for q in questions]
    for answer in (*answers, *answers):
        maker.print_out(answer)
    some = maker.pile()
    found = message_of(some.table)
    truth = [some.truth[copy][0] for copy in some.table["id"].to_pylist()]
    assert len(set(found)) == len(set(truth)) == 4
    assert len(set(zip(found, truth, strict=True))) == 4


def test_two_copies_in_one_document_are_two_messages():
    maker = Maker(5)
    first = maker.send(words=["Prima."], subject="agenda voor maandag", at=1_600_000_000)
    maker.print_out(maker.send(first, words=["Prima."], subject="agenda voor maandag", at=1_600_000_005))
    assert len(set(message_of(maker.pile().table))) == 2


def test_templates_that_differ_in_their_number_are_two_messages():
    maker = Maker(7)
    for number in ("20190456", "20230871"):
        maker.print_out(maker.send(words=[*LONG, number], subject="uw aanvraag", at=1_600_000_000))
    assert len(set(message_of(maker.pile().table))) == 2


@pytest.mark.parametrize("noise", [0.0, 0.03])
def test_generated_piles_are_woven_right(noise: float):
    some = pile(11, 120, noise)
    found = message_of(some.table)
    truth = [some.truth[copy][0] for copy in some.table["id"].to_pylist()]
    right = pairs(list(zip(found, truth, strict=True)))
    assert right / pairs(found) >= 0.995
    assert right / pairs(truth) >= (0.99 if noise == 0 else 0.8)


def pairs(labels: list[Any]) -> int:
    return sum(n * (n - 1) // 2 for n in (labels.count(one) for one in set(labels)))


def test_work_grows_with_the_number_of_copies(monkeypatch: pytest.MonkeyPatch):
    weighed: list[int] = []
    weigh = same_module._weigh
    monkeypatch.setattr(same_module, "_weigh", lambda r, p: (weighed.append(len(p.left)), weigh(r, p))[1])
    per_copy = []
    for threads in (150, 450):
        weighed.clear()
        table = rows(pile(12, threads).table)
        same_message(table)
        per_copy.append(sum(weighed) / len(table))
    assert per_copy[1] <= 1.5 * per_copy[0]
    assert per_copy[1] < 10


def test_a_thousand_copies_of_one_message_stay_cheap(monkeypatch: pytest.MonkeyPatch):
    maker = Maker(13, noise=0.02)
    message = maker.send(words=LONG)
    for _ in range(600):
        maker.print_out(message)
    weighed: list[int] = []
    weigh = same_module._weigh
    monkeypatch.setattr(same_module, "_weigh", lambda r, p: (weighed.append(len(p.left)), weigh(r, p))[1])
    found = message_of(maker.pile().table)
    assert sum(weighed) < 600 * 60
    assert max(found.count(one) for one in set(found)) > 550
