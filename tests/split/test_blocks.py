"""Header blocks: the forms of all clients, and what scans and redaction do to them."""

from __future__ import annotations

import pytest
from split_texts import blocks, copies, local, of, only, utc

from draad.split.blocks import separator

MOMENT = "2020-03-16 16:00"

# Each heads the same message, sent on 16 March 2020 at five in the afternoon, Dutch time, to two people.
FORMS = {
    "Outlook, Dutch": """\
Van: Bakker, J. (Jet) <jet@minvws.nl>
Verzonden: maandag 16 maart 2020 17:00
Aan: Visser, K. <karel@rivm.nl>; De Wit, N. <noor@rivm.nl>
CC: Postbus Zorgplein <zorgplein@minvws.nl>
Onderwerp: RE: Planning najaar""",
    "Outlook, English": """\
From: Bakker, J. (Jet) <jet@minvws.nl>
Sent: Monday, March 16, 2020 5:00 PM
To: Visser, K. <karel@rivm.nl>; De Wit, N. <noor@rivm.nl>
Cc: Postbus Zorgplein <zorgplein@minvws.nl>
Subject: RE: Planning najaar""",
    "Outlook, German": """\
Von: Bakker, J. (Jet) <jet@minvws.nl>
Gesendet: Montag, 16. März 2020 17:00
An: Visser, K. <karel@rivm.nl>; De Wit, N. <noor@rivm.nl>
Cc: Postbus Zorgplein <zorgplein@minvws.nl>
Betreff: AW: Planning najaar""",
    "Outlook, French": """\
De : Bakker, J. (Jet) <jet@minvws.nl>
Envoyé : lundi 16 mars 2020 17:00
À : Visser, K. <karel@rivm.nl>; De Wit, N. <noor@rivm.nl>
Cc : Postbus Zorgplein <zorgplein@minvws.nl>
Objet : RE: Planning najaar""",
    "Outlook on the web": """\
________________________________
Van: Bakker, J. (Jet) <jet@minvws.nl>
Verzonden: maandag 16 maart 2020 17:00:00
Aan: Visser, K. <karel@rivm.nl>; De Wit, N. <noor@rivm.nl>
CC: Postbus Zorgplein <zorgplein@minvws.nl>
Onderwerp: RE: Planning najaar""",
    "Outlook for iOS": """\
Van: Bakker, J. (Jet) <jet@minvws.nl>
Verzonden: Monday, March 16, 2020 5:00:00 PM
Aan: Visser, K. <karel@rivm.nl>; De Wit, N. <noor@rivm.nl>
CC: Postbus Zorgplein <zorgplein@minvws.nl>
Onderwerp: RE: Planning najaar""",
    "Apple Mail, Dutch": """\
Begin doorgestuurd bericht:

Van: Jet Bakker <jet@minvws.nl>
Onderwerp: RE: Planning najaar
Datum: 16 maart 2020 om 17:00:00 CET
Aan: Karel Visser <karel@rivm.nl>, Noor de Wit <noor@rivm.nl>
Kopie: Postbus Zorgplein <zorgplein@minvws.nl>""",
    "Apple Mail, English": """\
Begin forwarded message:

From: Jet Bakker <jet@minvws.nl>
Subject: RE: Planning najaar
Date: 16 March 2020 at 17:00:00 CET
To: Karel Visser <karel@rivm.nl>, Noor de Wit <noor@rivm.nl>
Cc: Postbus Zorgplein <zorgplein@minvws.nl>""",
    "Apple Mail, German": """\
Anfang der weitergeleiteten Nachricht:

Von: Jet Bakker <jet@minvws.nl>
Betreff: AW: Planning najaar
Datum: 16. März 2020 um 17:00:00 MEZ
An: Karel Visser <karel@rivm.nl>, Noor de Wit <noor@rivm.nl>
Kopie: Postbus Zorgplein <zorgplein@minvws.nl>""",
    "Apple Mail, French": """\
Début du message réexpédié :

De: Jet Bakker <jet@minvws.nl>
Objet: RE: Planning najaar
Date: 16 mars 2020 à 17:00:00 UTC+1
À: Karel Visser <karel@rivm.nl>, Noor de Wit <noor@rivm.nl>
Cc: Postbus Zorgplein <zorgplein@minvws.nl>""",
    "Gmail, forwarded": """\
---------- Forwarded message ---------
From: Jet Bakker <jet@minvws.nl>
Date: Mon, 16 Mar 2020 at 17:00
Subject: Re: Planning najaar
To: Karel Visser <karel@rivm.nl>, Noor de Wit <noor@rivm.nl>
Cc: Postbus Zorgplein <zorgplein@minvws.nl>""",
    "Gmail, Dutch": """\
---------- Doorgestuurd bericht ---------
Van: Jet Bakker <jet@minvws.nl>
Datum: ma 16 mrt. 2020 om 17:00
Onderwerp: Re: Planning najaar
Aan: Karel Visser <karel@rivm.nl>, Noor de Wit <noor@rivm.nl>
CC: Postbus Zorgplein <zorgplein@minvws.nl>""",
    "BlackBerry": """\
Van: Jet Bakker [mailto:jet@minvws.nl]
Verzonden: Monday, March 16, 2020 05:00 PM
Aan: Visser, Karel [mailto:karel@rivm.nl]; Noor de Wit <noor@rivm.nl>
CC: Postbus Zorgplein <zorgplein@minvws.nl>
Onderwerp: RE: Planning najaar""",
    "Samsung": """\
-------- Oorspronkelijk bericht --------
Van: Jet Bakker <jet@minvws.nl>
Datum: 16-03-20 17:00 (GMT+01:00)
Aan: Karel Visser <karel@rivm.nl>, Noor de Wit <noor@rivm.nl>
Cc: Postbus Zorgplein <zorgplein@minvws.nl>
Onderwerp: RE: Planning najaar""",
    "Lotus Notes": """\
-----Oorspronkelijk bericht-----
Van: Jet Bakker/MINVWS <jet@minvws.nl>
Aan: Karel Visser <karel@rivm.nl>; Noor de Wit <noor@rivm.nl>
Kopie: Postbus Zorgplein <zorgplein@minvws.nl>
Datum: 16-03-2020 17:00
Betreft: RE: Planning najaar""",
    "GroupWise": """\
Van: Jet Bakker <jet@minvws.nl>
Aan: Karel Visser <karel@rivm.nl>; Noor de Wit <noor@rivm.nl>
CC: Postbus Zorgplein <zorgplein@minvws.nl>
Datum: maandag 16 maart 2020 17:00
Onderwerp: Antw: Planning najaar""",
    "Datum and Kopie": """\
Van: Bakker, J. <jet@minvws.nl>
Datum: maandag 16 mrt. 2020 5:00 PM
Aan: Visser, K. <karel@rivm.nl>; De Wit, N. <noor@rivm.nl>
Kopie: Postbus Zorgplein <zorgplein@minvws.nl>
Onderwerp: RE: Planning najaar""",
}
BODY = "Dag Karel,\n\nDat is goed.\n\nGroet,\nJet"
UNDER = {"Outlook on the web": 1}
"""A rule above a header is a rule, and no line of it."""


@pytest.mark.parametrize("client", FORMS)
def test_the_header_of_every_client_is_read_whole(client: str):
    head = FORMS[client]
    text = f"{head}\n\n{BODY}\n"
    copy = only(text)
    assert of(text, copy.header) == "\n".join(head.split("\n")[UNDER.get(client, 0) :])
    assert of(text, copy.body) == BODY
    assert utc(copy.sent) == MOMENT
    assert (copy.bare, copy.prefix) == ("planning najaar", "re")
    assert copy.sender is not None
    assert copy.sender.domain == "minvws.nl"
    assert [p.domain for p in copy.to] == ["rivm.nl", "rivm.nl"]
    assert [p.domain for p in copy.cc] == ["minvws.nl"]


def quoted(head: str) -> str:
    return "\n".join(f"> {line}".rstrip() for line in head.split("\n"))


def doubly_quoted(head: str) -> str:
    return "\n".join(f"> > {line}".rstrip() for line in head.split("\n"))


def indented(head: str) -> str:
    return "\n".join(f"      {line}".rstrip() for line in head.split("\n"))


def bold(head: str) -> str:
    lines = []
    for line in head.split("\n"):
        name, colon, value = line.partition(":")
        lines.append(f"**{name}:**{value}" if colon and value else line)
    return "\n".join(lines)


def apart(head: str) -> str:
    return head.replace("\n", "\n\n").replace("\n\n\n", "\n\n")


def columns(head: str) -> str:
    lines = []
    for line in head.split("\n"):
        name, colon, value = line.partition(":")
        lines.append(f"{(name + colon):<24}{value.strip()}" if colon and value else line)
    return "\n".join(lines)


def beneath(head: str) -> str:
    """Each value on the line under its name."""
    return "\n".join(line.replace(": ", ":\n", 1) for line in head.split("\n"))


@pytest.mark.parametrize("change", [quoted, doubly_quoted, indented, bold, apart, columns])
@pytest.mark.parametrize("client", FORMS)
def test_a_header_may_be_quoted_indented_bold_spread_or_in_columns(client: str, change):  # type: ignore[no-untyped-def]
    text = f"{change(FORMS[client])}\n\nDat is goed.\n"
    copy = only(text)
    assert utc(copy.sent) == MOMENT
    assert (copy.bare, len(copy.to), len(copy.cc)) == ("planning najaar", 2, 1)
    assert "Dat is goed." in (of(text, copy.body) or "")


@pytest.mark.parametrize(("first", "second"), [(a, b) for a in list(FORMS)[::3] for b in list(FORMS)[1::3]])
def test_forms_mix_in_one_chain(first: str, second: str):
    text = f"{FORMS[first]}\n\nDag Karel, dat is goed.\n\n{FORMS[second]}\n\nDag Jet, kan dat?\n"
    found = copies(text)
    assert [c.depth for c in found] == [0, 1]
    assert [utc(c.sent) for c in found] == [MOMENT, MOMENT]
    assert of(text, found[1].body) == "Dag Jet, kan dat?"


PRINTED = """\
To: Visser, K. (Karel)[k.visser@rivm.nl]
Cc: Postbus Zorgplein[zorgplein@minvws.nl]
From: Bakker, J. (Jet)
Sent: Mon 3/16/2020 4:00:30 PM
Subject: RE: Planning najaar
Received: Mon 3/16/2020 4:00:31 PM
"""


def test_the_header_of_an_export_is_printed_and_in_utc():
    copy = only(f"{PRINTED}\nDat is goed.\n")
    assert copy.style == "printed"
    assert local(copy.sent) == "2020-03-16T16:00:30+00:00"
    assert (copy.sender.text if copy.sender else None, len(copy.to), len(copy.cc)) == ("Bakker, J. (Jet)", 1, 1)


def test_an_export_in_utc_comes_behind_the_local_message_that_it_quotes():
    beneath = "Van: Karel\nVerzonden: maandag 16 maart 2020 16:50\nAan: Jet\nOnderwerp: Planning najaar"
    text = f"{PRINTED}\nDat is goed.\n\n{beneath}\n\nKan dat?\n"
    answer, question = copies(text)
    assert local(answer.sent) == "2020-03-16T16:00:30+00:00"
    assert local(question.sent) == "2020-03-16T16:50:00+01:00"
    assert utc(question.sent) < utc(answer.sent)  # type: ignore[operator]


# ── damage ──────────────────────────────────────────────────────────────────────────────────────────────────

HEAD = FORMS["Outlook, Dutch"]

DAMAGED = {
    "lower case": HEAD.replace("Verzonden:", "verzonden:"),
    "one letter": HEAD.replace("Verzonden:", "Verzondcn:"),
    "ce for CC": HEAD.replace("CC:", "ce:"),
    "a letter lost": HEAD.replace("Van:", "Vn:"),
    "blank before the colon": HEAD.replace(":", " :", 1),
    "colon missing from the sender": HEAD.replace("Van:", "Van"),
    "colon missing from the moment": HEAD.replace("Verzonden:", "Verzonden"),
    "colon missing from the subject": HEAD.replace("Onderwerp:", "Onderwerp"),
    "semicolon for colon": HEAD.replace("Verzonden:", "Verzonden;"),
    "full stop for colon": HEAD.replace("Aan:", "Aan."),
    "zero for O": HEAD.replace("Onderwerp", "0nderwerp"),
    "weekday": HEAD.replace("maandag", "maandaa"),
    "page number within": HEAD.replace("\nAan:", "\n\n3\n\nAan:"),
    "rule within": HEAD.replace("\nAan:", "\n\n---\n\nAan:"),
    "page number and running head within": HEAD.replace("\nAan:", "\n\nPagina 3 van 12\n\nDossier Zorgplein\n\nAan:"),
    "form feed within": HEAD.replace("\nAan:", "\n\f\nAan:"),
    "page break between the addressees": HEAD.replace("; De Wit", ";\n\n4\n\nDe Wit"),
    "addressees over lines": HEAD.replace("; De Wit", ";\nDe Wit"),
    "addressees over blank lines": HEAD.replace("; De Wit", ";\n\nDe Wit"),
    "an address on its own line": HEAD.replace(" <noor@", "\n<noor@"),
}


@pytest.mark.parametrize("damage", DAMAGED)
def test_a_damaged_header_is_read_all_the_same(damage: str):
    text = f"{DAMAGED[damage]}\n\nDat is goed.\n"
    copy = only(text)
    assert copy.header[0] == 0
    assert utc(copy.sent) == MOMENT
    assert (copy.bare, len(copy.to), len(copy.cc)) == ("planning najaar", 2, 1)
    assert copy.sender is not None
    assert copy.sender.domain == "minvws.nl"
    assert of(text, copy.body) == "Dat is goed."


@pytest.mark.parametrize("name", ["Van", "Aan", "CC", "Onderwerp"])
def test_a_field_that_was_whited_out_stands_empty_and_keeps_its_place(name: str):
    head = "\n".join(f"{name}:" if line.startswith(f"{name}:") else line for line in HEAD.split("\n"))
    text = f"{head}\n\nDat is goed.\n"
    copy = only(text)
    assert of(text, copy.header) == head
    assert utc(copy.sent) == MOMENT
    missing = {"Van": copy.sender, "Aan": copy.to, "CC": copy.cc, "Onderwerp": copy.subject}
    assert not missing[name]
    assert all(value for key, value in missing.items() if key != name)


def test_a_moment_that_was_whited_out_is_unknown():
    text = f"{HEAD.replace('maandag 16 maart 2020 17:00', '')}\n\nDat is goed.\n"
    copy = only(text)
    assert copy.sent is None or copy.sent.at is None
    assert copy.bare == "planning najaar"


def test_marks_for_names_make_no_difference_to_the_form():
    text = (
        "Van: 5.1.2.e <5.1.2.e@minvws.nl>\nVerzonden: dinsdag 4 augustus 2020 18:07\n"
        "Aan: [redacted] <[redacted]@rivm.nl>; █████\nCC:\nOnderwerp: gesprek (10)(2e)\n\nDag.\n"
    )
    copy = only(text)
    assert (copy.sender.domain if copy.sender else None, len(copy.to), len(copy.cc), copy.bare) == (
        "minvws.nl",
        2,
        0,
        "gesprek ¤",
    )
    assert len(copy.marks) == 6


def test_attachments_stand_in_the_header_by_name():
    text = f"{HEAD}\nBijlagen: Plan najaar.docx; Begroting.xlsx\n\nZie bijgaand.\n"
    assert only(text).attachments == ("Plan najaar.docx", "Begroting.xlsx")


def test_file_names_right_beneath_a_header_are_attachments_too():
    text = f"{HEAD}\nPlan najaar.docx\n\nZie bijgaand.\n"
    copy = only(text)
    assert copy.attachments == ("Plan najaar.docx",)
    assert of(text, copy.body) == "Zie bijgaand."


def test_other_fields_belong_to_the_header():
    for extra in ("Urgentie: Hoog", "Importance: High", "Prioriteit: Hoog", "Gevoeligheid: Vertrouwelijk"):
        text = f"{HEAD}\n{extra}\n\nDat is goed.\n"
        copy = only(text)
        assert of(text, copy.header) == f"{HEAD}\n{extra}"
        assert copy.bare == "planning najaar"


@pytest.mark.parametrize(
    "moment",
    [
        "Tijd: dinsdag 17 maart 2020 10:00-11:00\nLocatie: Kamer 3",
        "When: dinsdag 17 maart 2020 10:00-11:00\nWhere: Kamer 3",
        "Wanneer: dinsdag 17 maart 2020 10:00-11:00\nWaar: Kamer 3",
    ],
)
def test_an_invitation_has_its_time_and_place_in_its_header(moment: str):
    head = f"-----Oorspronkelijke afspraak-----\n{HEAD}\n{moment}"
    text = f"{head}\n\nTot dan.\n"
    copy = only(text)
    assert of(text, copy.header) == head
    assert (utc(copy.sent), copy.bare) == (MOMENT, "planning najaar")
    assert of(text, copy.body) == "Tot dan."


def test_every_value_may_stand_beneath_its_name():
    text = f"{beneath(HEAD)}\n\nDat is goed.\n"
    copy = only(text)
    assert utc(copy.sent) == MOMENT
    assert (copy.bare, len(copy.to), len(copy.cc)) == ("planning najaar", 2, 1)
    assert of(text, copy.body) == "Dat is goed."


def test_a_subject_goes_on_in_its_column():
    text = columns(HEAD) + f"\n{'':<24}en voorjaar\n\nDat is goed.\n"
    assert only(text).bare == "planning najaar en voorjaar"


@pytest.mark.parametrize(
    "line",
    [
        "-----Oorspronkelijk bericht-----",
        "-----Original Message-----",
        "----- Original message -----",
        "-----Ursprüngliche Nachricht-----",
        "-----Message d'origine-----",
        "-----Message d’origine-----",
        "Begin doorgestuurd bericht:",
        "> Begin doorgestuurd bericht:",
        "Begin forwarded message:",
        "---------- Forwarded message ---------",
        "**Begin doorgestuurd bericht:**",
        "-----Oorspronkelijk hericht-----",
        "-----Oorspronkelijke afspraak-----",
    ],
)
def test_a_separator_belongs_to_the_header_beneath_it(line: str):
    assert separator(line)
    text = f"{HEAD}\n\nDat is goed.\n\n{line}\n{HEAD}\n\nKan dat?\n"
    found = copies(text)
    assert (of(text, found[1].header) or "").startswith(line)
    assert of(text, found[0].body) == "Dat is goed."


@pytest.mark.parametrize(
    "line",
    ["", "-----", "Dat was het oorspronkelijke bericht van gisteren.", "Zie het doorgestuurde bericht", "bericht"],
)
def test_a_sentence_about_a_message_is_no_separator(line: str):
    assert not separator(line)


NO_HEADERS = [
    "Van: Jet\nDag Karel",
    "Aan: de leden van de raad",
    "Datum: 16 maart 2020\nTijd: 17:00\nPlaats: Zorgplein",
    "Onderwerp: planning\nBetreft: planning",
    "Vraag: kan dat?\nAntwoord: ja.",
    "De planning: eerst het plan.\nAan de slag: morgen.",
    "Betreft: uw brief van 16 maart 2020\nDatum: 20 maart 2020\nBijlage: 1",
    "Punten:\n- van: 10:00\n- tot: 11:00",
    "",
    "\n\n\n",
]


@pytest.mark.parametrize("text", NO_HEADERS)
def test_labels_of_other_texts_are_no_header(text: str):
    assert blocks(text) == []


def test_depth_goes_down_by_one_a_message_and_comes_back_with_the_quotation():
    second = quoted(FORMS["Outlook, English"])
    third = doubly_quoted(FORMS["GroupWise"])
    again = FORMS["Lotus Notes"]
    text = f"{HEAD}\n\nEen.\n\n{second}\n> Twee.\n\n{third}\n> > Drie.\n\n{again}\nVier.\n"
    assert [c.depth for c in copies(text)] == [0, 1, 2, 1]


@pytest.mark.parametrize("speck", ["‘", "'", "`", ".", ", ", "; ", "“"])
def test_a_speck_before_a_name_does_not_lose_the_field(speck: str):
    text = f"Van: Bo\nVerzonden: dinsdag 7 juni 2022 10:30\nAan: Fenna\n{speck}Onderwerp: Bankje\n\nKan dat?\n"
    [block] = blocks(text)
    assert block.values["subject"] == "Bankje"


def test_quoted_words_before_a_colon_are_no_header():
    assert blocks("“Van: links” zei zij.\n‘Aan: rechts’ zei hij.\n'Onderwerp: midden' zei ik.\n") == []
