"""Which time expression an item gets, and what must hold whatever the text."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from draad.extract.due import due
from draad.extract.records import Due, Found, Kind, Role, Sentence, Unit
from draad.extract.times import Times
from draad.extract.when import Moment
from draad.knowledge import load

MONDAY = Moment(date(2021, 3, 1))
HOW = load("due")["how"]

_Line = tuple[str, Role, int]


def unit_of(lines: list[_Line], moment: Moment | None = MONDAY) -> Unit:
    """A unit of lines: text, role and depth; each line a block, its sentences parted at a full stop."""
    text, sentences, heading = "", [], None
    for block, (line, role, level) in enumerate(lines):
        at = len(text)
        text += line + "\n"
        ends = [m.end() for m in re.finditer(r"[.?!](?= [A-Z])", line)] if role != "row" else []
        for start, end in zip([0, *(e + 1 for e in ends)], [*ends, len(line)], strict=True):
            sentences.append(Sentence((at + start, at + end), role, block, heading, level))
        if role == "heading":
            heading = len(sentences) - 1
    return Unit(text, "mail", (0, len(text)), tuple(sentences), moment, folded=text.lower())


def due_of(lines: list[_Line] | str, what: str, kind: Kind = "action", moment: Moment | None = MONDAY) -> Due | None:
    """The due date of the item that ``what`` stands in; ``what`` is its cue."""
    unit = unit_of([(lines, "prose", 0)] if isinstance(lines, str) else lines, moment)
    cue = unit.text.index(what)
    index = next(n for n, s in enumerate(unit.sentences) if s.span[0] <= cue < s.span[1])
    found = Found(kind, unit.sentences[index].span, index, "test", (cue, cue + len(what)))
    return due(unit, found, Times(unit))


@pytest.mark.parametrize(
    ("text", "cue", "kind", "expected"),
    [
        ("Kun je morgen de stukken voor het debat van 8 maart sturen?", "Kun je", "question", "2021-03-02"),
        (
            "Graag ontvang ik uiterlijk 5 maart je reactie op de nota van 22 februari.",
            "Graag",
            "question",
            "../2021-03-05",
        ),
        ("FIN rekent de variant voor vrijdag door.", "rekent", "action", "../2021-03-05"),
        ("Kun je het verslag van gisteren aanvullen?", "Kun je", "question", None),
        ("Zoals vrijdag besproken stuur ik de lijst.", "stuur ik", "action", None),
        ("De brief is dinsdag verstuurd, BZ belt de gemeente.", "belt", "action", None),
        ("Donderdag om tien uur spreken we de wethouders.", "spreken", "appointment", "2021-03-04"),
        ("Aandachtspunten voor het overleg van vandaag.", "overleg", "appointment", "2021-03-01"),
        ("Het kabinet besluit dat de loketten vanaf 1 april open zijn.", "besluit", "decision", "2021-04-01/.."),
        ("Vandaag is besloten dat de proef doorgaat.", "besloten", "decision", None),
        ("Sinds 3 februari ligt dit stil; ik pak het donderdag op.", "pak", "action", "2021-03-04"),
        ("De regeling gaat in per 1 juli.", "gaat in", "decision", "2021-07-01/.."),
        ("De deadline van 12 maart halen we, MO levert aan.", "levert", "action", "2021-03-12"),
        ("Kun je dit snel oppakken?", "Kun je", "question", None),
        ("Vraag BZ naar het besluit dat het loket vanaf 1 april open is.", "Vraag", "action", None),
        ("De raad komt in mei met een advies.", "komt", "appointment", "2021-05"),
        ("Vervoerders melden dat er sinds dinsdag geen bussen rijden.", "melden", "signal", None),
    ],
)
def test_own_words(text: str, cue: str, kind: Kind, expected: str | None) -> None:
    found = due_of(text, cue, kind)
    assert (found.due if found else None) == expected


def test_a_figure_has_no_due() -> None:
    assert due_of("Morgen zijn er 300 plekken.", "300", "figure") is None


def test_urgency_alone_gives_no_date() -> None:
    found = due_of("Kun je dit z.s.m. sturen?", "Kun je", "question")
    assert found is not None
    assert (found.due, found.urgent, found.text) == (None, True, "z.s.m.")


def test_urgency_beside_a_date_is_kept() -> None:
    found = due_of("Graag z.s.m. maar uiterlijk vrijdag een reactie.", "Graag", "question")
    assert found is not None
    assert (found.due, found.urgent, found.text) == ("../2021-03-05", True, "uiterlijk vrijdag")


def test_the_day_of_an_event_counts_where_nothing_else_does() -> None:
    found = due_of("Kun je de stukken voor het debat van 8 maart sturen?", "Kun je", "question")
    assert found is not None
    assert (found.due, found.certain) == ("../2021-03-08", False)
    assert HOW["event"] in found.how


def test_the_time_of_day_joins_its_day() -> None:
    found = due_of("Woensdag overleggen we daarover met de regio, om 17 uur.", "overleggen", "appointment")
    assert found is not None
    assert (found.due, found.at) == ("2021-03-03", "17:00")


# ── rhythms ──────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_rhythm_takes_its_next_date_from_the_sentence_behind_it() -> None:
    text = "Om de zes weken bespreken we de cijfers. Volgende bespreking staat voor a.s. maandag gepland."
    found = due_of(text, "bespreken", "appointment")
    assert found is not None
    assert (found.due, found.every, found.text) == ("2021-03-08", "P6W", "Om de zes weken")


def test_the_next_date_is_that_of_the_nearest_rhythm() -> None:
    text = "Wekelijks bespreken we de cijfers. Om de zes weken komt de regio langs. Volgende keer is op 8 maart."
    weekly, other = due_of(text, "bespreken", "appointment"), due_of(text, "komt", "appointment")
    assert weekly is not None
    assert other is not None
    assert (weekly.due, weekly.every) == (None, "P1W")
    assert (other.due, other.every) == ("2021-03-08", "P6W")


def test_and_the_next_date_its_rhythm() -> None:
    text = "Om de zes weken bespreken we de cijfers. Volgende bespreking staat voor a.s. maandag gepland."
    found = due_of(text, "staat", "appointment")
    assert found is not None
    assert (found.due, found.every) == ("2021-03-08", "P6W")


def test_the_rhythm_of_a_standing_thing_is_none_of_what_is_asked() -> None:
    found = due_of("Kun je dit voor het wekelijkse overleg van vrijdag aanleveren?", "Kun je", "question")
    assert found is not None
    assert found.every is None


# ── around the item ──────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ("Periode tot 1 april", "../2021-04-01"),
        ("**Week 12**", "2021-03-22/2021-03-28"),
        ("In de eerste week van april:", "2021-03-29/2021-04-04"),
        ("Q2", "2021-04-01/2021-06-30"),
        ("Vandaag", "2021-03-01"),
        ("Periode na bijvoorbeeld vanaf 15 april", "2021-04-15/.."),
        ("Verslag van 3 maart", None),
        ("Debat donderdag", None),
        ("Week 5", None),  # has been
    ],
)
def test_headings_of_time_bound_what_stands_beneath(heading: str, expected: str | None) -> None:
    lines: list[_Line] = [(heading, "heading", 0), ("Gemeenten bellen.", "point", 0), ("Bericht plaatsen.", "point", 0)]
    found = due_of(lines, "plaatsen")
    assert (found.due if found else None) == expected
    if found:
        assert found.how[-1] in (HOW["heading"], HOW["intro"])


def test_own_words_go_before_the_heading() -> None:
    found = due_of([("Week 12", "heading", 0), ("Donderdag gemeenten bellen.", "point", 0)], "bellen")
    assert found is not None
    assert found.due == "2021-03-04"


def test_a_vague_time_gives_way_to_the_heading_and_stays_without_one() -> None:
    lines: list[_Line] = [("Periode tot 1 april", "heading", 0), ("Op korte termijn gemeenten bellen.", "point", 0)]
    under, alone = due_of(lines, "bellen"), due_of("Op korte termijn gemeenten bellen.", "bellen")
    assert under is not None
    assert alone is not None
    assert under.due == "../2021-04-01"
    assert (alone.due, alone.text) == (None, "Op korte termijn")


def test_a_heading_above_the_heading_counts_too() -> None:
    unit = unit_of(
        [("Periode tot 1 april", "heading", 0), ("Communicatie", "heading", 1), ("Bericht plaatsen.", "point", 0)]
    )
    found = Found("action", unit.sentences[2].span, 2, "test", unit.sentences[2].span)
    answer = due(unit, found, Times(unit))
    assert answer is not None
    assert answer.due == "../2021-04-01"


def test_the_sentence_that_leads_a_list() -> None:
    lines: list[_Line] = [
        ("Voor vrijdag graag het volgende:", "prose", 0),
        ("De lijst aanvullen.", "point", 0),
        ("De nota lezen.", "point", 0),
    ]
    found = due_of(lines, "lezen")
    assert found is not None
    assert (found.due, found.how[-1]) == ("../2021-03-05", HOW["intro"])


def test_a_point_takes_the_time_of_the_point_above_it() -> None:
    lines: list[_Line] = [
        ("Periode tot 1 mei", "heading", 0),
        ("Volgende week bellen we gemeenten. Daarbij vragen we:", "point", 0),
        ("Loopt de proef?", "point", 1),
        ("Wie is contactpersoon?", "point", 1),
        ("De nota lezen.", "point", 0),
    ]
    nested, flat = due_of(lines, "Wie is", "question"), due_of(lines, "lezen")
    assert nested is not None
    assert flat is not None
    assert (nested.due, nested.how[-1]) == ("2021-03-08/2021-03-14", HOW["parent"])
    assert (flat.due, flat.how[-1]) == ("../2021-05-01", HOW["heading"])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Zou jij de sheets kunnen aanvullen? Deadline is in feite vandaag, maar dat is krap.", "2021-03-01"),
        ("Zou jij de sheets kunnen aanvullen? Graag voor donderdag.", "../2021-03-04"),
        ("Zou jij de sheets kunnen aanvullen? Donderdag is er een debat over de wet.", None),
    ],
)
def test_a_sentence_beside_it_that_only_says_when(text: str, expected: str | None) -> None:
    found = due_of(text, "Zou jij", "question")
    assert (found.due if found else None) == expected


def test_a_word_that_points_back() -> None:
    text = "De update staat voor maandag gepland. Daar zitten cijfers bij. Verzoek aan FIN hier input voor te leveren."
    found = due_of(text, "Verzoek")
    assert found is not None
    assert (found.due, found.certain, found.how[-1]) == ("2021-03-08", False, HOW["back"])


def test_the_column_of_a_table() -> None:
    lines: list[_Line] = [
        ("| Actie | Houder | Termijn |", "row", 0),
        ("| Nota van 3 maart herzien | FIN | 12 maart |", "row", 0),
        ("| Loket openen | MO | na besluit |", "row", 0),
    ]
    dated, worded = due_of(lines, "herzien"), due_of(lines, "openen")
    assert dated is not None
    assert worded is not None
    assert (dated.due, dated.how[-1]) == ("2021-03-12", HOW["column"])
    assert (worded.due, worded.text, worded.certain) == (None, "na besluit", False)


# ── what is not known ────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("text", ["Kun je vrijdag bellen?", "Kun je uiterlijk morgen bellen?"])
def test_without_a_moment_the_words_stay(text: str) -> None:
    found = due_of(text, "Kun je", "question", moment=None)
    assert found is not None
    assert (found.due, found.certain) == (None, False)
    assert found.text in text


def test_a_day_that_does_not_exist_keeps_its_words() -> None:
    found = due_of("Graag uiterlijk 31 februari reageren.", "Graag", "question")
    assert found is not None
    assert (found.due, found.text, found.certain) == (None, "uiterlijk 31 februari", False)


def test_an_uncertain_moment_makes_an_uncertain_day() -> None:
    found = due_of("Kun je morgen bellen?", "Kun je", "question", replace(MONDAY, certain=False))
    assert found is not None
    assert (found.due, found.certain) == ("2021-03-02", False)


# ── whatever the text ────────────────────────────────────────────────────────────────────────────────────────

_PIECES = st.sampled_from(
    ["morgen", "vrijdag", "z.s.m.", "wekelijks", "tot 1 juni", "de brief van 3 maart", "is", "verstuurd", "graag",
     ",", ";", ":", "hier", "om 17 uur", "en", "31 februari", "|", "\t", "Termijn", "(", "zoals",
     "voor het overleg van", "sinds", "é"]
)  # fmt: skip
_ROLES: st.SearchStrategy[Role] = st.sampled_from(["prose", "point", "heading", "row", "turn"])


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.tuples(st.lists(_PIECES, min_size=1, max_size=8).map(" ".join), _ROLES, st.integers(0, 2)),
        min_size=1,
        max_size=6,
    ),
    st.sampled_from([MONDAY, None]),
    st.sampled_from(["action", "question", "commitment", "appointment", "decision", "signal"]),
)
def test_what_is_given_stands_there_and_nothing_is_raised(
    lines: list[_Line], moment: Moment | None, kind: Kind
) -> None:
    unit = unit_of(lines, moment)
    times = Times(unit)
    for index, sentence in enumerate(unit.sentences):
        found = due(unit, Found(kind, sentence.span, index, "test", sentence.span), times)
        if found is not None:
            assert unit.words(found.span) == found.text
            assert found.due or found.every or found.urgent or found.text
            assert not (found.due is None and found.every is None and not found.urgent and found.certain)


@pytest.mark.parametrize(
    "piece", ["morgen, ", "de nota van 3 maart. ", "voor de a b c d ", "is verstuurd ", "| ", "wekelijks de "]
)
def test_a_line_without_end_takes_no_long_time(piece: str) -> None:
    text = piece * 2000
    sentence = Sentence((0, len(text)), "row", 0, None)
    unit = Unit(text, "other", (0, len(text)), (sentence, sentence), MONDAY)
    times = Times(unit)
    for at in range(0, len(text), len(text) // 20):
        due(unit, Found("action", sentence.span, 1, "test", (at, at + 1)), times)


def test_a_line_that_leads_a_list_counts_whether_it_is_read_as_a_heading_or_not() -> None:
    lines: list[_Line] = [("Voor vrijdag graag het volgende:", "heading", 0), ("De nota lezen.", "point", 0)]
    found = due_of(lines, "lezen")
    assert found is not None
    assert found.due == "../2021-03-05"
