"""Who is a person, by the structure of mail first: half of these names are in no list."""

from __future__ import annotations

import pytest
from proposed_texts import mail, people, proposals, told

# ── the header ──────────────────────────────────────────────────────────────────────────────────────────────

HEADERS = [
    ("Kuipers, A. (Anouk) <a.kuipers@voorbeeld.nl>", ["Kuipers, A. (Anouk)"]),
    ("Anouk Kuipers <a.kuipers@voorbeeld.nl>", ["Anouk Kuipers"]),
    ("Boogaard, A. van den (Anouk) <a.boogaard@voorbeeld.nl>", ["Boogaard, A. van den (Anouk)"]),
    ("A. van den Boogaard", ["A. van den Boogaard"]),
    ("Zwytra, Broeliko <b.zwytra@voorbeeld.nl>", ["Zwytra, Broeliko"]),
    ("'Broeliko Zwytra' via Planning <planning@voorbeeld.nl>", ["Broeliko Zwytra"]),
    ("Zwytra, B. (Broeliko) - DMO <b.zwytra@voorbeeld.nl>", ["Zwytra, B. (Broeliko)"]),
    ("Zwytra, B. (Broeliko) (DMO)", ["Zwytra, B. (Broeliko)"]),
    ("Yıldız, F. <f.yildiz@voorbeeld.nl>", ["Yıldız, F."]),
    ("El Amrani, S. (Samira)", ["El Amrani, S. (Samira)"]),
    ("mw. drs. B. Zwytra", ["mw. drs. B. Zwytra"]),
    ("broeliko zwytra <b.zwytra@voorbeeld.nl>", ["broeliko zwytra"]),
    ("Secretariaat DMO <secretariaatdmo@voorbeeld.nl>", []),
    ("Postbus Klachten <klachten@voorbeeld.nl>", []),
    ("Ministerie van Financiën", []),
    ("VNG", []),
    ("Team Sociaal <team@voorbeeld.nl>", []),
    ("DMO <dmo@voorbeeld.nl>", []),
]


@pytest.mark.parametrize(("entry", "expected"), HEADERS)
def test_an_addressee_is_a_person_a_mailbox_or_an_organisation(entry: str, expected: list[str]) -> None:
    assert people(mail("Zie bijlage.", to=entry)) == expected


@pytest.mark.parametrize(("entry", "expected"), HEADERS)
def test_and_so_is_a_sender(entry: str, expected: list[str]) -> None:
    assert people(mail("Zie bijlage.", sender=entry)) == expected


def test_each_addressee_by_itself() -> None:
    found = people(
        mail("Zie bijlage.", to="Zwytra, B. <b.zwytra@x.nl>; Kuipers, A. <a.kuipers@x.nl>", cc="Mirve Dokal")
    )
    assert found == ["Zwytra, B.", "Kuipers, A.", "Mirve Dokal"]


def test_an_addressee_may_be_wrapped_and_quoted() -> None:
    text = mail("Zie bijlage.", to='"Zwytra,\n    B. van den" <b.zwytra@x.nl>; Dokal, M.\n  (Mirve) <m.dokal@x.nl>')
    assert people(text) == ["Zwytra, B. van den", "Dokal, M. (Mirve)"]


def test_commas_between_whole_names_part_them() -> None:
    assert people(mail("Zie bijlage.", to="Mirve Dokal, Broeliko Zwytra")) == ["Mirve Dokal", "Broeliko Zwytra"]


def test_an_introduction_names_the_sender() -> None:
    text = mail(
        "Dank.\n\nOp 6 dec. 2017 om 11:28 heeft Mirve Dokal <m.dokal@x.nl> het volgende geschreven:\n\nZie bijlage."
    )
    assert told(text) == [("person", "Mirve Dokal"), ("mailbox", "m.dokal")]


def test_the_subject_is_read_as_running_text() -> None:
    text = mail("Beste Mirve,\n\nZie bijlage.").replace("planning", "gesprek met Mirve")
    assert people(text) == ["Mirve", "Mirve"]


# ── greeting, farewell, signature ───────────────────────────────────────────────────────────────────────────

GREETINGS = [
    ("Beste Broeliko,", ["Broeliko"]),
    ("Beste Broeliko", ["Broeliko"]),
    ("Dag Broeliko en Mirve,", ["Broeliko", "Mirve"]),
    ("Hoi Broeliko, Mirve en Anouk,", ["Broeliko", "Mirve", "Anouk"]),
    ("Ha Broeliko!", ["Broeliko"]),
    ("Geachte mevrouw Zwytra,", ["Zwytra"]),
    ("Geachte heer Van den Zwytra,", ["Van den Zwytra"]),
    ("Geachte mevrouw dr. B. Zwytra,", ["B. Zwytra"]),
    ("Goedemorgen Broeliko,", ["Broeliko"]),
    ("Broeliko,", ["Broeliko"]),
    ("Dear Broeliko,", ["Broeliko"]),
    ("Hi Anne-Fleur,", ["Anne-Fleur"]),
    ("Beste Mark,", ["Mark"]),
    ("Beste Roos,", ["Roos"]),
    ("hoi broeliko,", ["broeliko"]),
    ("Dank je Broeliko,", ["Broeliko"]),
    ("> Beste Broeliko,", ["Broeliko"]),
    ("Beste allen,", []),
    ("Beste collega's,", []),
    ("Geachte leden,", []),
    ("Geachte heer, mevrouw,", []),
    ("Dag allemaal,", []),
    ("Allen,", []),
    ("L.S.,", []),
    ("Geachte voorzitter,", []),
    ("Geachte minister,", []),
    ("Prima,", []),
    ("Akkoord!", []),
    ("Beste mensen,", []),
    ("Beste leden van de werkgroep,", []),
    ("Beste DMO,", []),
]


@pytest.mark.parametrize(("line", "expected"), GREETINGS)
def test_who_is_greeted(line: str, expected: list[str]) -> None:
    assert people(mail(f"{line}\n\nDe stukken volgen later deze week.")) == expected


FAREWELLS = [
    ("Groet,\n\nBroeliko", ["Broeliko"]),
    ("Met vriendelijke groet,\n\nBroeliko Zwytra", ["Broeliko Zwytra"]),
    ("Groet, Broeliko", ["Broeliko"]),
    ("Gr Broeliko", ["Broeliko"]),
    ("Mvg,\nB. Zwytra", ["B. Zwytra"]),
    ("Hgr. Broeliko", ["Broeliko"]),
    ("Hoogachtend,\n\ndrs. B. van der Zwytra", ["B. van der Zwytra"]),
    ("Groeten,\n\nBroeliko & Mirve", ["Broeliko", "Mirve"]),
    ("Met vriendelijke groet,\n\nBroeliko Zwytra\nbeleidsmedewerker\nMinisterie van Financiën", ["Broeliko Zwytra"]),
    ("Groet,\nBroeliko\n---\nBroeliko Zwytra\nadviseur", ["Broeliko", "Broeliko Zwytra"]),
    ("Met vriendelijke groet,\n\nBroeliko Zwytra (DMO)", ["Broeliko Zwytra"]),
    ("Met vriendelijke groet,\n\nBroeliko Zwytra | senior jurist", ["Broeliko Zwytra"]),
    ("Met vriendelijke groet,\n\nSecretariaat DMO", []),
    ("Met vriendelijke groet,\n\nMinisterie van Financiën", []),
    ("Met vriendelijke groet,\n\nTeam Toezicht", []),
    ("Groet,\n\nVerzonden vanaf mijn iPhone", []),
]


@pytest.mark.parametrize(("end", "expected"), FAREWELLS)
def test_who_signs(end: str, expected: list[str]) -> None:
    assert people(mail(f"De stukken volgen later deze week.\n\n{end}")) == expected


def test_a_name_alone_on_the_last_line_signs() -> None:
    assert people(mail("De stukken volgen later deze week.\n\nBroeliko")) == ["Broeliko"]


def test_a_letter_within_a_mail_is_signed_as_well() -> None:
    text = mail(
        "Uit de brief:\n\nWij maken ons zorgen.\n\nHoogachtend,\n\nMirve Dokal\n\nGraag je reactie.\n\nGroet,\nBroeliko"
    )
    assert people(text) == ["Mirve Dokal", "Broeliko"]


# ── running text ────────────────────────────────────────────────────────────────────────────────────────────

SENTENCES = [
    ("Ik sprak mevrouw Zwytra hierover.", ["Zwytra"]),
    ("De heer Van der Zwytra belt u terug.", ["Van der Zwytra"]),
    ("Dhr. W.R.P. Zwytra woont daar niet meer.", ["W.R.P. Zwytra"]),
    ("Dit is gevraagd door mr. J. Zwytra van het bureau.", ["J. Zwytra"]),
    ("Volgens A.B. van den Zwytra klopt het niet.", ["A.B. van den Zwytra"]),
    ("Mijn collega Broeliko neemt het over.", ["Broeliko"]),
    ("Broeliko belde net.", ["Broeliko"]),
    ("Weet jij hier meer van, Broeliko?", ["Broeliko"]),
    ("Wat Broeliko en ik afspraken staat in de bijlage.", ["Broeliko"]),
    ("Dit is bellen met de vervoerder (doet Broeliko)", ["Broeliko"]),
    ("Anouk heeft de cijfers gestuurd.", ["Anouk"]),
    ("Ik heb Fatima Zwytra gesproken.", ["Fatima Zwytra"]),
    ("Stuur dit door aan Mehmet Yılmaz.", ["Mehmet Yılmaz"]),
    ("Het staat op naam van Broeliko Zwytra.", ["Broeliko Zwytra"]),
    ("Kuipers, A. van der (Anouk) stond op de lijst.", ["Kuipers, A. van der (Anouk)"]),
    ("Dat lijkt me prima, Broeliko", ["Broeliko"]),
    ("De Tweede Kamer vraagt om een brief.", []),
    ("De Raad van State adviseert positief.", []),
    ("Ik ben maandag in Den Haag.", []),
    ("De gemeente Zwytradam vraagt uitstel.", []),
    ("Volgens het RIVM en de VNG is dat juist.", []),
    ("We vergaderen via Webex of Teams.", []),
    ("Het staat in Excel en Word.", []),
    ("De directie Maatschappelijke Ondersteuning stemt in.", []),
    ("Dit gaat over de Participatiewet en de Jeugdwet.", []),
    ("Elke week komt er een bericht.", []),
    ("Storm op komst, dus we beginnen later.", []),
    ("Mei is te laat.", []),
    ("De Anne Frank Stichting doet mee.", []),
    ("De bus stopt in de Willem Pijperstraat.", []),
    ("De Johanna Zwytrastichting doet mee.", []),
    ("Overleg met Jansen Bouw B.V. staat gepland.", []),
]


@pytest.mark.parametrize(("sentence", "expected"), SENTENCES)
def test_who_is_named_in_a_sentence(sentence: str, expected: list[str]) -> None:
    assert people(mail(f"Beste allen,\n\n{sentence}\n\nMet dank.")) == expected


# ── lists of people ─────────────────────────────────────────────────────────────────────────────────────────

LISTS = [
    ("Aanwezig: Mirve Dokal (DMO), Broeliko Zwytra (FEZ)", ["Mirve Dokal", "Broeliko Zwytra"]),
    ("Aanwezig\tMirve Dokal, Broeliko Zwytra", ["Mirve Dokal", "Broeliko Zwytra"]),
    ("Deelnemers:\n- Mirve Dokal (VNG)\n- Broeliko Zwytra", ["Mirve Dokal", "Broeliko Zwytra"]),
    ("Afwezig: Mirve", ["Mirve"]),
    ("Notulist: Mirve Dokal", ["Mirve Dokal"]),
    ("Voorzitter: mevrouw Dokal", ["Dokal"]),
    ("Contactpersoon: M. Dokal", ["M. Dokal"]),
    ("Behandeld door: Mirve Dokal", ["Mirve Dokal"]),
    ("Aanwezig: DMO, VNG, GGD", []),
    ("Aanwezig: allen", []),
    ("Voorzitter: directeur DMO", []),
    ("Contact: Secretariaat DMO", []),
]


@pytest.mark.parametrize(("lines", "expected"), LISTS)
def test_who_stands_behind_a_label(lines: str, expected: list[str]) -> None:
    points = "- De planning is besproken.\n- Er zijn geen vragen.\n"
    text = f"Verslag overleg\n\nBetreft: Planning\nDatum: 3 mei 2021\n{lines}\n\n{points}"
    assert people(text) == expected


# ── everywhere ──────────────────────────────────────────────────────────────────────────────────────────────


def test_a_name_seen_in_one_document_is_found_in_every_other() -> None:
    header = mail("Zie bijlage.", to="Zwytra, B. (Broeliko) <b.zwytra@x.nl>")
    (one,) = proposals(mail("Dit ligt bij Zwytra ter tekening."), header)
    assert one.reasons == (("known", {}),)
    assert one.value == "broeliko zwytra"


def test_a_given_name_counts_within_its_conversation() -> None:
    chain = mail(
        "De raming is van Broeliko, hij licht toe.\n\nGroet,\nMirve", to="Zwytra, B. (Broeliko) <b.zwytra@x.nl>"
    )
    assert people(chain) == ["Zwytra, B. (Broeliko)", "Broeliko", "Mirve"]


def test_one_person_has_one_value_however_the_name_is_written() -> None:
    text = mail(
        "Beste Broeliko,\n\nMevrouw Zwytra en B. Zwytra zijn dezelfde.", to="Zwytra, B. (Broeliko) <b.zwytra@x.nl>"
    )
    found = [one for one in proposals(text) if one.kind == "person"]
    assert len(found) == 4
    assert {one.value for one in found} == {"broeliko zwytra"}


def test_a_misread_letter_in_a_long_name_is_borne() -> None:
    header = mail("Zie bijlage.", to="Schuurmanstra, B. (Broeliko) <b.s@x.nl>")
    assert people(mail("Dit ligt ter tekening bij Schuurmanstr vandaag."), header) == ["Schuurmanstr"]


def test_each_proposal_says_why_and_on_which_ground() -> None:
    (one,) = proposals(mail("Beste Broeliko,\n\nDe stukken volgen later."))
    assert one.ground == "woo 5.1.2.e"
    assert one.reasons[0] == ("greeting", {"word": "Beste"})
    assert 0.9 < one.score <= 1


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Het verzoek van M. Zwytra ligt er nog.", ["M. Zwytra"]),
        ("Het verzoek van Th. Zwytra ligt er nog.", ["Th. Zwytra"]),
        ("Er belde een zekere Van Zwytra over de subsidie.", ["Van Zwytra"]),
        ("Uw ambtenaar Van den Dokal heeft niet teruggebeld.", ["Van den Dokal"]),
        ("Ik krijg net van Joost-Willem door dat het niet kan.", ["Joost-Willem"]),
        ("Kan iemand dit nalezen? @Anouk Dokal graag.", ["Anouk Dokal"]),
        ("De verbalisant was J. VAN DER DOKAL uit Zuidhoek.", ["J. VAN DER DOKAL"]),
        ("Daarna sprak ik MEVROUW DOKAL nog even.", ["DOKAL"]),
    ],
)
def test_names_in_other_forms(sentence: str, expected: list[str]) -> None:
    assert people(mail(sentence)) == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Mirvelan kun jij hier morgen naar kijken?", ["Mirvelan"]),
        ("Mirvelan Dokalis weet jij wie dit heeft?", ["Mirvelan Dokalis"]),
        ("Mirvelan, ik zou het graag weten.", ["Mirvelan"]),
        ("Het stuk kan naar Mirvelan gestuurd worden.", ["Mirvelan"]),
        ("De Mirvelan belde nog met een vraag.", []),
        ("Jan zal er ook nog bij zijn.", ["Jan"]),
        ("Het was 6 Jan 2020 nog niet klaar.", []),
        ("Behalve Anouk P. was iedereen er.", ["Anouk P."]),
    ],
)
def test_names_in_running_text_by_what_stands_beside_them(sentence: str, expected: list[str]) -> None:
    assert people(mail(f"Beste allen,\n\nDit is de stand.\n\n{sentence}")) == expected


@pytest.mark.parametrize(
    ("sign", "expected"),
    [
        ("Mvg,\n\nA.K.", ["A.K."]),
        ("Groet, B.", ["B."]),
        ("Met vr.gr. Mirvelan", ["Mirvelan"]),
        ("Mvg,\n\nJan Groot", ["Jan Groot"]),
        ("Groet,\n\nVWS", []),
    ],
)
def test_who_signs_by_a_letter_or_a_word(sign: str, expected: list[str]) -> None:
    assert [words for _, words in told(mail(f"Zie bijlage.\n\n{sign}"))] == expected


def test_several_who_are_greeted_across_torn_blanks() -> None:
    assert people(mail("Dear Anouk       ,Mirvelan         andZwytra,\n\nSee below.")) == [
        "Anouk",
        "Mirvelan",
        "andZwytra",
    ]


def test_a_row_of_capitals_behind_a_greeting_is_borne() -> None:
    assert proposals(mail(f"Beste Jan, {'A' * 5000}1")) is not None


# ── organisations, torn and glued names ─────────────────────────────────────────────────────────────────────

NOBODY = ["Handhaving Westerdonk", "Vergunningen Westerdonk", "Veldman Milieuadvies", "Zorgkantoor Zuid"]


@pytest.mark.parametrize("name", NOBODY)
def test_an_office_that_bears_a_place_or_a_name_is_nobody(name: str) -> None:
    assert people(mail(f"Wij vroegen {name} om stukken.", cc=f"{name} <x@x.nl>")) == []
    assert people(f"Verslag overleg\n\nAanwezig: {name}\n") == []


def test_an_office_behind_a_name_hides_nobody() -> None:
    assert people(mail("Zie bijlage.", to="Zwytra, B. (Broeliko) - Zorgkantoor")) == ["Zwytra, B. (Broeliko)"]


def test_two_with_initials_are_two() -> None:
    expected = ["S. el Zwytra", "A. Brampa"]
    assert people("Verslag overleg\n\nAanwezig: S. el Zwytra, A. Brampa\n") == expected
    assert people(mail("De indieners zijn S. el Zwytra, A. Brampa en anderen.")) == expected
    assert people(mail("Zie bijlage.", to="S. el Zwytra, A. Brampa")) == expected
    assert people(mail("Zie bijlage.", to="Zwytra, A. van den (Anouk)")) == ["Zwytra, A. van den (Anouk)"]


TORN = [
    ("Ik sprak Kees Van\nder Spek erover.", ["Kees Van der Spek"]),
    ("Dat heeft Jan vanMeulohe gezegd.", ["Jan vanMeulohe"]),
    ("Zie bijlage.\n\nGroet,\n\nwim", ["wim"]),
    ("Zie bijlage.\n\nGroet,\n\nwim van brampa", ["wim van brampa"]),
    ("Zie bijlage.\n\nGroet,\n\nmark de bijlage", []),
]


@pytest.mark.parametrize(("body", "expected"), TORN)
def test_a_name_torn_glued_or_in_small_letters(body: str, expected: list[str]) -> None:
    assert people(mail(body)) == expected


def test_a_given_name_that_is_a_word_is_found_behind_a_greeting_once_the_dossier_knows_it() -> None:
    other = mail("Zie bijlage.", sender="Rivier Brampa <r.brampa@x.nl>")
    assert people(mail("Beste Rivier,\n\nZie bijlage. De Rivier is hoog."), other)[:1] == ["Rivier"]


def test_a_name_in_the_name_of_a_file_is_found() -> None:
    text = mail("Zie bijlage.", sender="Mirve Zwytra <m.zwytra@x.nl>").replace(
        "\n\nZie", "\nBijlagen: brief Zwytra.docx\n\nZie"
    )
    assert people(text) == ["Mirve Zwytra", "Zwytra"]
