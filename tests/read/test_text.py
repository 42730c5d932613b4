"""Plain text: the lines are the file's own, whatever its encoding and whatever noise is in it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from draad.errors import EmptyFileError, UnsupportedFileError
from draad.read import text as module
from draad.read.text import decode

CP1252 = "not clean UTF-8; read as CP1252"

WORDS = "Geachte heer, de cliëntondersteuning kost € 5.\nRegel twee — met streepje.\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_every_encoding_gives_the_same_text(encoding):
    text, _ = decode(WORDS.encode(encoding), "a.txt")
    assert text == WORDS


def test_big_endian_with_mark():
    assert decode(b"\xfe\xff" + WORDS.encode("utf-16-be"), "a.txt")[0] == WORDS


def test_cp1252_is_told():
    assert decode("één".encode("cp1252"), "a.txt")[1] == (CP1252,)


def test_a_damaged_byte_in_much_utf8_stays_utf8():
    data = ("één tweeën geïnd coördinatie " * 20).encode() + b"\xff einde"
    text, warnings = decode(data, "a.txt")
    assert text.startswith("één tweeën")
    assert text.endswith("\ufffd einde")
    assert warnings == ("not clean UTF-8; read as UTF-8 with damage",)


@pytest.mark.parametrize("data", [b"een\r\ntwee\r\n", b"een\rtwee\r", b"een\ntwee\n"])
def test_line_ends_are_one(data):
    assert decode(data, "a.txt")[0] == "een\ntwee\n"


@given(
    st.lists(st.sampled_from(["\r", "\n", "é", "€", "😀", "a", "\x07", "\x85", "\ufeff"]), min_size=4),
    st.integers(1, 5),
)
def test_where_a_slice_ends_makes_no_difference(pieces, size):
    words = "begin " + "".join(pieces)
    with pytest.MonkeyPatch.context() as patch:
        for encoding in ("utf-8", "utf-16"):
            whole = decode(words.encode(encoding), "a.txt")
            patch.setattr(module, "_SLICE", size)
            assert decode(words.encode(encoding), "a.txt") == whole
            patch.undo()


def test_damage_in_a_later_slice():
    data = "één ".encode() * 400_000 + b"\xff einde"
    assert decode(data, "a.txt")[0].endswith("één \ufffd einde")
    assert decode(b"een " * 400_000 + b"\xe9\xe9n", "a.txt") == ("een " * 400_000 + "één", (CP1252,))


def test_controls_are_replaced_one_for_one_and_counted():
    text, warnings = decode(b"Van: jan\x00\x07 de wit\x1b\nAan: piet" + b" ." * 100, "a.txt")
    assert text.startswith("Van: jan\ufffd\ufffd de wit\ufffd\nAan: piet")
    assert warnings == ("3 control characters replaced",)


def test_tabs_and_form_feeds_stay():
    assert decode(b"een\ttwee\n\x0cdrie", "a.txt") == ("een\ttwee\n\x0cdrie", ())


def test_right_to_left_and_combining_characters_stay():
    words = "שלום وعليكم السلام e\u0301e\u0301n \u200f(عربي)"
    assert decode(words.encode(), "a.txt")[0] == words


@pytest.mark.parametrize("data", [b"", b"\xef\xbb\xbf", b"\n\n  \n", b"\x00" * 40])
def test_nothing_in_it(data):
    with pytest.raises(EmptyFileError, match=r"leeg\.txt is empty"):
        decode(data, "leeg.txt")


def test_binary_by_another_name():
    with pytest.raises(UnsupportedFileError, match="binary"):
        decode(bytes(range(256)) * 20, "programma.txt")


@given(st.text(st.characters(exclude_categories=["Cc", "Cs"], exclude_characters="\ufeff"), min_size=1))
def test_clean_utf8_is_never_changed(words):
    if words.strip(" "):
        assert decode(words.encode(), "a.txt") == (words, ())


@given(st.binary(min_size=1, max_size=400))
def test_any_bytes_give_text_without_controls_or_an_honest_error(data):
    try:
        text, _ = decode(data, "a.txt")
    except (EmptyFileError, UnsupportedFileError):
        return
    assert "\r" not in text
    assert not any(ord(c) < 32 and c not in "\t\n\f" for c in text)
    text.encode()
