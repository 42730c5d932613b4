"""Who answers whom, what is missing, which documents hold all, and what is new."""

import json
from typing import Any

import pyarrow as pa
from weave_pile import Maker, pile

from draad.records import Copy, Document, Split
from draad.schema import COPIES
from draad.weave import COLUMNS, Woven, features, weave

SCHEMA = pa.schema([COPIES.field(name) for name in COLUMNS])
NOON = 1_600_000_000 // 86400 * 86400 + 12 * 3600


def copy(number: int, document: int, n: int = 0, minutes: int | None = None, **given: Any) -> dict[str, Any]:
    """A copy of message ``number``, sent that many minutes after the first; its id is 1000 × document + n."""
    empty = dict.fromkeys(COLUMNS)
    at = NOON + 60 * (10 * number if minutes is None else minutes)
    told = {"sent_at": at, "sent_offset": 0, "zone": "local", "certainty": "form", "precision": "minute"}
    place = {"id": 1000 * document + n, "document": document, "n": n, "depth": n}
    return empty | told | place | {"bare": f"onderwerp nummer {number}", "prefix": "", "domains": ""} | given


def woven(*rows: dict[str, Any], names: dict[int, str] | None = None) -> Woven:
    documents = None
    if names:
        documents = pa.table({"id": pa.array(list(names), pa.int64()), "name": pa.array(list(names.values()))})
    return weave(pa.Table.from_pylist(list(rows), schema=SCHEMA), documents)


def parents(result: Woven) -> dict[int, int | None]:
    return dict(zip(result.messages["id"].to_pylist(), result.messages["parent"].to_pylist(), strict=True))


def test_what_stands_beneath_is_what_was_answered():
    result = woven(copy(2, 1, 0), copy(1, 1, 1), copy(0, 1, 2))
    assert parents(result) == {1000: 1001, 1001: 1002, 1002: None}
    assert result.messages["link"].to_pylist() == ["quoted", "quoted", None]
    assert result.threads["id"].to_pylist() == [1000]


def test_of_two_quoted_side_by_side_the_later_one_was_answered():
    result = woven(copy(2, 1, 0), copy(1, 1, 1), copy(0, 1, 2, depth=1))
    assert parents(result) == {1000: 1001, 1001: None, 1002: None}


def test_most_copies_decide_who_is_answered():
    result = woven(*(copy(5, d, 0) for d in (1, 2, 3)), copy(1, 1, 1), copy(1, 2, 1), copy(2, 3, 1), copy(3, 4, 0))
    assert parents(result)[1000] == 1001


def test_a_quoted_message_that_seems_later_stays_the_parent_and_its_clock_is_doubted():
    result = woven(copy(1, 1, 0, minutes=0), copy(0, 1, 1, minutes=45))
    assert parents(result) == {1000: 1001, 1001: None}
    assert "unknown" in result.messages["certainty"].to_pylist()


def test_documents_that_contradict_each_other_make_no_circle():
    result = woven(
        copy(1, 1, 0, minutes=0), copy(2, 1, 1, minutes=1), copy(2, 2, 0, minutes=1), copy(1, 2, 1, minutes=0)
    )
    # The earlier one answers nothing; the other way round the quotation stands.
    assert parents(result) == {1000: None, 1001: 1000}


def test_reply_headers_of_real_mail_make_the_parent():
    result = woven(
        copy(0, 1, message_key="a@x"),
        copy(1, 2, message_key="b@x", references="a@x", prefix="re"),
        copy(2, 3, message_key="c@x", references="a@x b@x", prefix="re"),
        copy(3, 4, message_key="d@x", references="a@x b@x zoek@x", prefix="re"),
    )
    assert parents(result) == {1000: None, 2000: 1000, 3000: 2000, 4000: 2000}
    assert set(result.messages["link"].to_pylist()) == {None, "reply"}
    assert json.loads(result.threads["gaps"][0].as_py()) == [
        {"kind": "referred", "message": None, "copy": 4000, "why": "in-reply-to"}
    ]


def test_what_an_answer_quotes_is_nearer_than_an_ancestor_that_its_header_names():
    result = woven(
        copy(0, 1, message_key="a@x"),
        copy(2, 2, 0, message_key="c@x", references="a@x absent@x", prefix="re"),
        copy(1, 2, 1),
    )
    # The mail that is answered is not here as a mail, but it stands beneath its answer: nothing is missing.
    assert parents(result) == {1000: None, 2000: 2001, 2001: None}
    assert result.threads["messages"].to_pylist() == [3]
    gaps = json.loads(result.threads["gaps"][0].as_py())
    assert [gap["kind"] for gap in gaps] == ["quoted"]


def test_answers_to_an_absent_mail_are_one_thread():
    result = woven(copy(1, 1, message_key="b@x", references="a@x"), copy(2, 2, message_key="c@x", references="a@x"))
    assert len(result.threads) == 1
    assert parents(result) == {1000: None, 2000: None}


def test_an_answer_without_quotation_is_tied_by_subject_domains_and_time():
    same = {"bare": "stand van zaken opvang", "domains": "minvws.nl vng.nl"}
    result = woven(copy(0, 1, **same), copy(1, 2, prefix="re", **same))
    assert result.messages["link"].to_pylist() == [None, "inferred"]
    assert parents(result) == {1000: None, 2000: 1000}


def test_nothing_is_inferred_from_a_commonplace_subject_other_domains_or_too_late():
    same = {"bare": "stand van zaken opvang", "domains": "minvws.nl"}
    for other in ({"bare": "vraag"}, {"domains": "vng.nl"}, {"minutes": 200 * 1440}, {"prefix": ""}):
        first = copy(0, 1, **(same | {k: v for k, v in other.items() if k == "bare"}))
        second = copy(1, 2, **({"prefix": "re"} | same | other))
        assert parents(woven(first, second))[2000] is None


def test_gaps_name_what_was_quoted_or_answered_but_not_released():
    result = woven(copy(2, 1, 0, prefix="re"), copy(1, 1, 1, prefix="re"))
    gaps = json.loads(result.threads["gaps"][0].as_py())
    assert gaps == [
        {"kind": "quoted", "message": 1001, "copy": 1001, "why": "never printed"},
        {"kind": "referred", "message": None, "copy": 1001, "why": "prefix"},
    ]
    assert result.messages["released"].to_pylist() == [True, False]


def test_inclusive_documents_together_hold_every_message():
    chain = [copy(2, 1, 0), copy(1, 1, 1), copy(0, 1, 2)]
    contained = [copy(1, 2, 0), copy(0, 2, 1)]
    twin = [copy(2, 3, 0), copy(1, 3, 1), copy(0, 3, 2)]
    branch = [copy(4, 4, 0), copy(0, 4, 1)]
    result = woven(*chain, *contained, *twin, *branch)
    assert json.loads(result.threads["inclusive"][0].as_py()) == [1, 4]
    assert result.threads["documents"].to_pylist() == [4]


def test_what_is_new_goes_by_the_time_of_the_printed_message_then_by_name():
    result = woven(
        copy(2, 1, 0), copy(0, 1, 1), copy(1, 2, 0), copy(0, 2, 1), copy(1, 3, 0), names={1: "a", 2: "c", 3: "b"}
    )
    elsewhere = dict(zip(result.copies["copy"].to_pylist(), result.copies["elsewhere"].to_pylist(), strict=True))
    assert elsewhere == {1000: None, 1001: 2001, 2000: 3000, 2001: None, 3000: None}


def test_the_time_of_a_message_is_what_most_copies_say():
    result = woven(copy(0, 1), copy(0, 2), copy(0, 3, minutes=7, features=None))
    assert NOON in result.messages["sent_at"].to_pylist()


def test_generated_threads_are_found():
    some = pile(31, 100)
    result = weave(some.table, some.documents)
    found = parents(result)
    message = dict(zip(result.copies["copy"].to_pylist(), result.copies["message"].to_pylist(), strict=True))
    meaning = {message[one]: true[0] for one, true in some.truth.items()}
    present = set(meaning.values())
    right = sum(
        (None if found[message[one]] is None else meaning[found[message[one]]])
        == (true[2] if true[2] in present else None)
        for one, true in some.truth.items()
    )
    assert right / len(some.truth) >= 0.98


def test_a_maker_with_noise_keeps_its_truth():
    maker = Maker(1, 0.05)
    maker.print_out(maker.send(maker.send()))
    assert len(maker.pile().truth) == 2


def test_messages_that_stand_side_by_side_share_a_thread_and_answer_nobody():
    """A chat: each message was itself released, and nobody says which of them answers which."""
    chat = [copy(k, 1, k, minutes=k, depth=0, bare="appgroep") for k in range(4)]
    result = woven(*chat)
    assert parents(result) == dict.fromkeys((1000, 1001, 1002, 1003))
    assert result.threads["messages"].to_pylist() == [4]
    assert result.messages["released"].to_pylist() == [True] * 4
    assert json.loads(result.threads["gaps"].to_pylist()[0]) == []


def test_two_exports_of_one_chat_hold_the_same_messages_though_two_people_said_the_same_at_once():
    yes = pile_of("Ja")
    chats = [
        copy(k, document, k, minutes=minutes, depth=0, bare="appgroep speelbos", features=yes)
        for document in (1, 2)
        for k, minutes in enumerate((0, 0, 3))
    ]
    result = woven(*chats)
    assert result.copies["message"].to_pylist() == [1000, 1001, 1002] * 2


def pile_of(body: str) -> bytes:
    """The features of a body of these words."""
    document = Document("0" * 64, 0, "x", "x.txt", "text", body)
    one = Copy(0, (0, 0), (0, len(body)), 0, None, None, "", "", None, (), (), True, True, "chat")
    return features(Split(document, "mail", (one,)))[0]
