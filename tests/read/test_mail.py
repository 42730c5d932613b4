"""Real mail, whole and broken: a document with a printed head, attachments behind it."""

from __future__ import annotations

from email.message import EmailMessage

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from read_pages import pdf, text

from draad.read import ReadOptions, read_bytes
from draad.records import Address


def read(data: bytes, name: str = "bericht.eml"):
    return read_bytes(data, name, f"map/{name}", "0" * 64, ReadOptions(ocr=False))


def mail(body: str = "Beste Piet,\n\nAkkoord.\n", **headers: str) -> EmailMessage:
    message = EmailMessage()
    given = {
        "From": "Jan <jan@a.nl>",
        "To": "Piet <piet@b.nl>",
        "Subject": "Plan",
        "Date": "Mon, 16 Mar 2020 16:09:30 +0100",
    }
    for name, value in {**given, **headers}.items():
        if value:
            message[name] = value
    message.set_content(body)
    return message


def test_the_printed_head_and_the_true_one():
    (document,) = read(
        bytes(mail(Cc="Kees <kees@c.nl>, d@d.nl", **{"Message-ID": "<1@a.nl>", "References": "<0@b.nl> <x@c.nl>"}))
    )
    assert document.text.split("\n") == [
        "From: Jan <jan@a.nl>",
        "Sent: Mon, 16 Mar 2020 16:09:30 +0100",
        "To: Piet <piet@b.nl>",
        "Cc: Kees <kees@c.nl>; d@d.nl",
        "Subject: Plan",
        "",
        "Beste Piet,",
        "",
        "Akkoord.",
    ]
    head = document.mail
    assert head.date == "2020-03-16T16:09:30+01:00"
    assert (head.message_id, head.references) == ("<1@a.nl>", ("<0@b.nl>", "<x@c.nl>"))
    assert head.cc == (Address("Kees", "kees@c.nl"), Address("", "d@d.nl"))


def test_attachments_become_documents_tied_to_the_mail():
    message = mail()
    message.add_attachment(
        pdf(text(["Bijlage op papier"])), maintype="application", subtype="pdf", filename="nota één.pdf"
    )
    message.add_attachment("gewone tekst", filename="lijst.txt")
    message.add_attachment(b"\x00\x01", maintype="application", subtype="octet-stream", filename="plan.xlsx")
    first, nota, lijst = read(bytes(message))
    assert (nota.part, nota.name, nota.attached_to, nota.text) == (1, "bericht+nota één", 0, "Bijlage op papier")
    assert (lijst.part, lijst.name, lijst.attached_to) == (2, "bericht+lijst", 0)
    assert "Attachments: nota één.pdf; lijst.txt; plan.xlsx" in first.text
    assert len(first.warnings) == 1
    assert "plan.xlsx" in first.warnings[0]


def test_a_mail_in_a_mail_in_a_mail():
    inner, middle, outer = mail("diepst", Subject="C"), mail("midden", Subject="B"), mail("boven", Subject="A")
    middle.add_attachment(inner)
    outer.add_attachment(middle)
    documents = read(bytes(outer))
    assert [(d.part, d.attached_to, d.mail.subject) for d in documents] == [(0, None, "A"), (1, 0, "B"), (2, 1, "C")]
    assert documents[2].name == "bericht+B+C"


def test_two_attachments_of_one_name_are_two_documents():
    message = mail()
    for words in ("eerste", "tweede"):
        message.add_attachment(words, filename="a.txt")
    _, one, two = read(bytes(message))
    assert (one.name, two.name) == ("bericht+a", "bericht+a")
    assert one.id != two.id


def test_pictures_in_the_text_are_left_out():
    message = mail()
    message.add_related(b"\x89PNG", maintype="image", subtype="png", cid="<logo>", filename="logo.png")
    (document,) = read(bytes(message))
    assert (document.mail.attachments, document.warnings) == ((), ())


def test_html_where_there_is_no_plain_text():
    message = mail("")
    message.set_content("<p>Hallo</p><blockquote>eerder</blockquote>", subtype="html")
    assert read(bytes(message))[0].text.endswith("\n\nHallo\n> eerder")


def test_plain_text_before_html():
    message = mail("gewoon")
    message.add_alternative("<p>opgemaakt</p>", subtype="html")
    assert read(bytes(message))[0].text.endswith("gewoon")


@pytest.mark.parametrize("stated", ["utf-8", "us-ascii", "iso-8859-1", "bestaat-niet", ""])
@pytest.mark.parametrize("real", ["utf-8", "cp1252"])
def test_the_wrong_charset(stated, real):
    kind = f"Content-Type: text/plain{f'; charset={stated}' if stated else ''}\nContent-Transfer-Encoding: 8bit\n"
    data = f"From: a@b.nl\nDate: x\nMIME-Version: 1.0\n{kind}\n".encode() + "coördinatie – € 5".encode(real)
    assert read(data)[0].text.endswith("coördinatie – € 5")


@pytest.mark.parametrize(
    ("raw", "subject"),
    [
        ("=?utf-8?Q?Co=C3=B6rdinatie?=", "Coördinatie"),
        ("=?iso-8859-1?B?Q2/2cmRpbmF0aWU=?=", "Coördinatie"),
        ("=?utf-8?B?kapot", "=?utf-8?B?kapot"),
        ("over\n twee regels", "over twee regels"),
    ],
)
def test_subjects(raw, subject):
    assert read(f"Subject: {raw}\nFrom: a@b.nl\nDate: x\n\nHallo".encode())[0].mail.subject == subject


def test_bare_8bit_headers():
    data = "From: Coördinator <c@d.nl>\nMIME-Version: 1.0\nSubject: één\n\nHallo"
    for encoding in ("utf-8", "cp1252"):
        head = read(data.encode(encoding))[0].mail
        assert (head.sender, head.subject) == (Address("Coördinator", "c@d.nl"), "één")


@pytest.mark.parametrize(("date", "warning"), [("", "no Date"), ("gisteren", "no usable Date")])
def test_no_date(date, warning):
    (document,) = read(f"From: a@b.nl\nTo: c@d.nl\n{f'Date: {date}' if date else 'X-A: b'}\n\nHallo".encode())
    assert document.mail.date is None
    assert warning in document.warnings


@pytest.mark.parametrize(
    "line", ["", "Content-Type: multipart/mixed", "Content-Type: multipart/mixed; boundary=niet-te-vinden"]
)
def test_broken_mime_keeps_its_words(line):
    data = f"From: a@b.nl\nMIME-Version: 1.0\n{line}\n\n--abc\nContent-Type: text/plain\n\nDe tekst zelf".encode()
    assert "De tekst zelf" in read(data)[0].text


def test_a_part_without_its_closing_boundary():
    message = mail("hier is het")
    message.add_attachment("staart", filename="a.txt")
    data = bytes(message)
    documents = read(data[: data.rindex(b"--===")])
    assert "hier is het" in documents[0].text
    assert documents[0].warnings


def test_two_thousand_addressees():
    (document,) = read(bytes(mail(To=", ".join(f'"De Vries, N{n}" <n{n}@x.nl>' for n in range(2000)))))
    assert len(document.mail.to) == 2000
    assert document.mail.to[1999] == Address("De Vries, N1999", "n1999@x.nl")
    assert document.text.split("\n")[2].count("@x.nl") == 2000


def test_winmail_is_told():
    message = mail()
    message.add_attachment(b"\x78\x9f\x3e\x22", maintype="application", subtype="ms-tnef", filename="winmail.dat")
    (document,) = read(bytes(message))
    assert "winmail.dat" in document.warnings[0]


def test_controls_are_replaced_and_told():
    (document,) = read(b"From: a@b.nl\nDate: x\nSubject: a\x07b\n\nHal\x00lo")
    assert document.mail.subject == "a\ufffdb"
    assert document.text.endswith("Hal\ufffdlo")


def test_an_mbox_gives_each_mail_and_numbers_go_on():
    one, two = mail("een\n\nFrom hier af verder.\n", Subject="1"), mail("twee\n", Subject="2")
    one.add_attachment("bijlage", filename="b.txt")
    box = b"".join(
        b"From a@b.nl Mon Mar 16 16:09:30 2020\n" + bytes(m).replace(b"\nFrom h", b"\n>From h") + b"\n"
        for m in (one, two)
    )
    documents = read(box, "postvak.mbox")
    assert [(d.part, d.name, d.attached_to) for d in documents] == [
        (0, "postvak", None),
        (1, "postvak+b", 0),
        (2, "postvak#2", None),
    ]
    assert documents[0].text.endswith("een\n\nFrom hier af verder.")


def test_one_broken_mail_in_an_mbox_stops_nothing():
    start = b"From a@b.nl Mon Mar 16 16:09:30 2020\n"
    broken = b"Content-Type: multipart/mixed; boundary==?\xff\n\x00\x01\x02 geen kop\n\n\xff\xfe\n"
    documents = read(start + broken + b"\n" + start + bytes(mail("heel")), "postvak.mbox")
    assert documents[-1].text.endswith("heel")


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=300), st.booleans())
def test_any_bytes_behind_a_head_give_a_mail(noise, alternative):
    kind = b"multipart/alternative; boundary=b" if alternative else b"multipart/mixed; boundary=b"
    data = b"From: a@b.nl\nMIME-Version: 1.0\nContent-Type: " + kind + b"\n\n--b\n" + noise + b"\n--b\n\nslot\n--b--"
    documents = read(data)
    assert documents[0].media == "mail"
    documents[0].text.encode()
