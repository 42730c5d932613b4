"""A blob knows the words outside marks and nothing of how they are set."""

from hypothesis import given
from hypothesis import strategies as st

from draad.records import Copy, Document, Mark, Part, Person, Sent, Split
from draad.weave.features import FEATURE, NUMBER_BITS, decode, features, features_batch

PLAIN = "Beste collega, hierbij de stukken voor het overleg van donderdag over zaak 20190456."


def one(text: str, marks: tuple[Mark, ...] = (), parts: tuple[Part, ...] = (), **given_: object) -> Split:
    values = {"sent": None, "to": (), "cc": (), **given_}
    copy = Copy(
        n=0, header=(0, 0), body=(0, len(text)), depth=0, subject=None, bare="", prefix="", sender=None,
        to_known=True, cc_known=True, style="printed", parts=parts, marks=marks, **values,  # type: ignore[arg-type]
    )  # fmt: skip
    return Split(Document("s", 0, "d", "d", "text", text), "mail", (copy,))


def blob(text: str, **given_: object):
    return decode(features(one(text, **given_)))[0]  # type: ignore[arg-type]


def test_setting_counts_for_nothing():
    quoted = "> BESTE collega,\n> hierbij de stukken\n>\n> voor het óverleg van donderdag   over zaak: 20190456"
    assert blob(PLAIN)["full"] == blob(quoted)["full"]
    assert (blob(PLAIN)["sketch"] == blob(quoted)["sketch"]).all()


def test_accents_may_be_written_as_combining_characters():
    assert blob("co\u00f6rdinatie")["full"] == blob("coo\u0308rdinatie")["full"] == blob("coordinatie")["full"]


def test_marks_and_parts_are_left_out():
    marked = "Beste 5.1.2e collega, akkoord\nVerzonden vanaf mijn telefoon"
    mark, part = Mark((6, 12), "ground"), Part((30, len(marked)), "phone")
    assert blob(marked, marks=(mark,), parts=(part,))["full"] == blob("Beste collega akkoord")["full"]


def test_a_signature_is_hashed_apart():
    text = "Akkoord\nAfdeling Zorg"
    signed = blob(text, parts=(Part((8, len(text)), "signature"),))
    assert signed["full"] == blob("akkoord")["full"]
    assert signed["signature"] != 0
    assert blob("akkoord")["signature"] == 0


def shown(numbers: list[int]) -> list[str]:
    """The digits of kept numbers."""
    return [str(number % (1 << NUMBER_BITS))[1:] for number in numbers if number]


def test_numbers_are_kept_long_ones_first():
    assert shown(blob(PLAIN)["numbers"].tolist()) == ["20190456"]
    many = "1 van 2: op 3 mei om 10.30 uur zijn 45 van 60 dossiers met nummer 20190456 klaar"
    assert shown(blob(many)["numbers"].tolist()) == ["20190456", "1", "2", "3", "10", "30"]


def test_words_with_digits_leave_the_frame_as_it_is():
    frames = [blob(text)["frame"] for text in ("stalling 27 is v2", "stalling 207 is v3", "stalling is v3")]
    assert frames[0] == frames[1] != frames[2]


def test_other_words_or_another_order_give_another_hash():
    assert len({int(blob(text)["full"]) for text in ("een twee", "twee een", "eentwee", "een twee drie")}) == 4


def test_a_body_without_words_is_all_zero_but_for_its_header():
    assert not any(features(one(""))[0])
    assert not any(features(one("-- \n\n ***"))[0])


def test_the_header_tells_how_many_and_the_clock():
    people = (Person("a"), Person("b"))
    known = blob("x", to=people, cc=people[:1], sent=Sent("maandag ? 201 9:48"))
    assert (known["to"], known["cc"], known["clock"]) == (2, 2, 9 * 60 + 48 + 1)
    assert blob("x", sent=Sent("16-0-17 15:49 (GMT+02:00)"))["clock"] == 15 * 60 + 50
    assert blob("x", sent=Sent("July ?, 2016 1:07 PM"))["clock"] == 13 * 60 + 8


@given(st.lists(st.text(max_size=60), max_size=6))
def test_a_batch_gives_what_each_document_gives(texts: list[str]):
    splits = [one(text) for text in texts]
    assert features_batch(splits) == [features(split) for split in splits]


@given(st.text())
def test_any_text_gives_a_blob_of_the_fixed_size(text: str):
    assert [len(b) for b in features(one(text))] == [FEATURE.itemsize]
