from __future__ import annotations

import json
import struct

from draad.records import Address, Box, Copy, Document, MailHead, Mark, Part, Person, Sent, Split, stable_id
from draad.run.batches import encode
from draad.schema import COPIES, DOCUMENTS

TEXT = "Van: een\n\nDag\n"


def copy(n: int = 0, **fields: object) -> Copy:
    given: dict[str, object] = {
        **{"n": n, "header": (0, 8), "body": (10, 13), "depth": 0, "sent": None, "subject": None, "bare": ""},
        **{"prefix": "", "sender": None, "to": (), "cc": (), "to_known": False, "cc_known": True, "style": "mail"},
    }
    return Copy(**{**given, **fields})  # type: ignore[arg-type]


def test_nothing_makes_empty_batches_of_the_right_form() -> None:
    documents, copies = encode([], [])
    assert (documents.schema, copies.schema) == (DOCUMENTS, COPIES)
    assert documents.num_rows == copies.num_rows == 0


def test_a_document_travels_whole() -> None:
    document = Document(
        *("ab", 1, "brief#2", "map/brief.pdf", "pdf", TEXT),
        boxes=(Box(1, 2, 3, 4, 5), None),
        attached_to=0,
        warnings=("a",),
    )
    split = Split(document, "letter", rest=((0, 14),), marks=(Mark((5, 8), "block"),), warnings=("b",))
    row = encode([split], [[]])[0].to_pylist()[0]
    assert row["id"] == document.id
    assert row["attached_to"] == stable_id("document", "ab", 0)
    assert json.loads(row["rest"]) == [[0, 14]]
    assert json.loads(row["marks"]) == [[5, 8, "block"]]
    assert json.loads(row["warnings"]) == ["a", "b"]
    assert struct.unpack("<5f", row["boxes"][:20]) == (1, 2, 3, 4, 5)
    assert len(row["boxes"]) == 40


def test_unknown_and_nobody_are_two_things() -> None:
    document = Document("ab", 0, "mail", "mail.txt", "text", TEXT)
    split = Split(document, "mail", (copy(to=(), to_known=False, cc=(), cc_known=True),))
    row = encode([split], [[b"f"]])[1].to_pylist()[0]
    assert row["to"] is None
    assert row["cc"] == "[]"


def test_domains_stand_once_each_in_order() -> None:
    people = (Person("a", "zee.example"), Person("b", "bos.example"), Person("c", "zee.example"), Person("d"))
    document = Document("ab", 0, "mail", "mail.txt", "text", TEXT)
    sent = Sent("15 feb", 1613347200, 60, "local", "form", "day")
    split = Split(document, "mail", (copy(to=people, cc=people[:1], sender=people[1], sent=sent),))
    row = encode([split], [[b"f"]])[1].to_pylist()[0]
    assert row["domains"] == "bos.example zee.example"
    assert row["sender_domain"] == "bos.example"
    assert (row["sent_at"], row["precision"]) == (1613347200, "day")


def test_only_the_mail_itself_has_the_keys_of_its_header() -> None:
    head = MailHead("<c@x>", in_reply_to=("<b@x>",), references=("<a@x>", "<b@x>"), sender=Address("", "a@x"))
    document = Document("ab", 0, "mail", "mail.eml", "mail", TEXT, mail=head)
    split = Split(document, "mail", (copy(), copy(1, parts=(Part((10, 13), "signature"),))))
    first, second = encode([split], [[b"f", b"g"]])[1].to_pylist()
    assert (first["message_key"], first["references"]) == ("<c@x>", "<a@x> <b@x>")
    assert (second["message_key"], second["references"]) == (None, None)
    assert json.loads(second["parts"]) == [[10, 13, "signature"]]
