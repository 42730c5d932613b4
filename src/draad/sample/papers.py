"""Documents that are no mail: meeting reports, letters, decisions, notes, inventory lists, agendas."""

from __future__ import annotations

from random import Random
from typing import Any

from draad.sample import dates, secrets, text
from draad.sample.lists import load
from draad.sample.marks import Redactor
from draad.sample.people import Person
from draad.sample.printing import Sheet
from draad.sample.truth import Part

KINDS = ("report", "report", "report", "letter", "letter", "decision", "note", "inventory", "agenda")


def _dutch_day(at: int) -> str:
    t = dates.local(at)
    return f"{t.day} {dates.NL_MONTHS[t.month - 1]} {t.year}"


def _scene(rng: Random, people: list[Person], at: int) -> text.Scene:
    return text.Scene(
        rng.choice(load("topics")["topic"]), tuple(p.first for p in people if not p.shared) or ("Noor",), at
    )


def paper(sheet: Sheet, rng: Random, redactor: Redactor, people: list[Person], at: int) -> Part:
    """One document that is no mail."""
    kind = rng.choice(KINDS)
    scene = _scene(rng, people, at)
    part = Part("note" if kind == "agenda" else kind, len(sheet.lines) + 1, at=at)
    if kind == "report":
        part.report = _report(sheet, rng, redactor, people, scene)
    elif kind == "letter":
        _letter(sheet, rng, redactor, people, scene)
    elif kind == "decision":
        _decision(sheet, rng, redactor, people, scene)
    elif kind == "inventory":
        rows = rng.randrange(4, 24)
        inventory(
            sheet, rng, [(rng.choice(scene.topic["subject"]), at - rng.randrange(20_000_000)) for _ in range(rows)]
        )
    elif kind == "agenda":
        _agenda(sheet, rng, redactor, people, scene)
    else:
        _note(sheet, rng, redactor, people, scene)
    part.last, part.pages = len(sheet.lines), sheet.pages
    return part


def _all(sheet: Sheet, redactor: Redactor, lines: list[str]) -> None:
    for line in redactor.body(lines):
        sheet.put(line)


def _hours(rng: Random, at: int) -> tuple[str, str, str]:
    start = dates.local(at).replace(
        hour=rng.randrange(8, 17), minute=rng.choice((0, 15, 30, 45)), second=0, microsecond=0
    )
    end = start.replace(hour=start.hour + rng.choice((1, 1, 2)))
    written = rng.choice(
        ("{0:%H:%M}-{1:%H:%M} uur", "{0:%H:%M} - {1:%H:%M} uur", "{0:%H.%M} tot {1:%H.%M} uur")
    ).format(start, end)
    return written, start.isoformat(), end.isoformat()


def _attendees(rng: Random, redactor: Redactor, people: list[Person]) -> tuple[str, list[str]]:
    shown, present = [], []
    for person in people[:9]:
        if person.shared:
            continue
        name = redactor.hide(secrets.name(person.plain))
        shown.append(f"{name} ({person.directorate})".strip())
        present.append(person.directorate)
    return ", ".join(shown), list(dict.fromkeys(present))


def _owners(rng: Random, present: list[str]) -> tuple[str, list[str]]:
    if not present or rng.random() < 0.15:
        return "allen", ["allen"]
    owners = rng.sample(present, min(len(present), rng.choice((1, 1, 2, 3))))
    return rng.choice(("/", "/ ", " en ")).join(owners), owners


def _report(sheet: Sheet, rng: Random, redactor: Redactor, people: list[Person], scene: text.Scene) -> dict[str, Any]:
    organisation = people[0].organisation
    title = f"{rng.choice(('Voortgangsoverleg', 'Kernteam', 'Werkgroep', 'Stuurgroep', 'Afstemming'))} {rng.choice(scene.topic['subject'])}"
    hours, start, end = _hours(rng, scene.at)
    place = rng.choice(("Vergaderzaal 4.12", "Videoverbinding", organisation, "Raadhuis, kamer 2", "Webex"))
    attendees, present = _attendees(rng, redactor, people)
    join = rng.choice(("\t", ": ", "  "))
    top = [
        organisation, "", rng.choice(("# verslag", "VERSLAG", "Verslag", "# Verslag")), "",
        f"Betreft{join}{title}", f"Vergaderdatum en -tijd{join}{_dutch_day(scene.at)} {hours}" if rng.random() < 0.6 else f"Datum{join}{_dutch_day(scene.at)} {hours}",
        f"{rng.choice(('Vergaderplaats', 'Plaats', 'Locatie'))}{join}{place}", f"Aanwezig{join}{attendees}",
    ]  # fmt: skip
    if rng.random() < 0.3:
        top.append(f"Afwezig{join}{redactor.hide(secrets.name(people[-1].plain))}")
    for line in top:
        sheet.put(line)
    sheet.put("")
    points, actions = _points(sheet, rng, redactor, scene, present)
    return {
        "kind": "report", "title": title, "held": dates.local(scene.at).date().isoformat(), "start": start, "end": end, "place": place,
        "organisation": organisation, "directorates_present": present, "points": len(points), "points_lines": points, "explicit_actions": actions,
    }  # fmt: skip


def _points(
    sheet: Sheet, rng: Random, redactor: Redactor, scene: text.Scene, present: list[str]
) -> tuple[list[int], list[dict[str, Any]]]:
    sign = rng.choice(("- ", "- ", "* ", "• ", "1"))
    lines: list[int] = []
    actions: list[dict[str, Any]] = []
    for number in range(1, rng.randrange(5, 22)):
        point = " ".join(
            text.sentence(rng.choice(("info", "promise", "info", "request")), rng, scene)
            for _ in range(rng.randrange(1, 4))
        )
        owners: list[str] = []
        if rng.random() < 0.35:
            written, owners = _owners(rng, present)
            form = rng.choice(("(**actie {0}**)", "(actie {0})", "**(actie {0})**", "(actie: {0})"))
            point += f" {form.format(written)}"
        line = sheet.put((f"{number}. " if sign == "1" else sign) + redactor.hide(point))
        lines.append(line)
        if owners:
            actions.append({"line": line, "owner": owners})
    return lines, actions


def _letter(sheet: Sheet, rng: Random, redactor: Redactor, people: list[Person], scene: text.Scene) -> None:
    organisation = rng.choice(load("organisations")["organisation"])
    paragraphs: list[str] = []
    for _ in range(rng.randrange(2, 7)):
        paragraphs += [
            " ".join(
                text.sentence(rng.choice(("letter", "info", "promise")), rng, scene) for _ in range(rng.randrange(2, 5))
            ),
            "",
        ]
    _all(sheet, redactor, [
        people[0].organisation, "", "> Retouradres " + organisation["post"] + " " + organisation["place"], "", organisation["name"],
        f"{organisation['street']} {rng.randrange(1, 300)}", organisation["place"], "", f"Datum {_dutch_day(scene.at)}", f"Betreft {rng.choice(scene.topic['subject'])}",
        f"Ons kenmerk {rng.randrange(10**6, 10**7)}-{rng.randrange(10**5)}-{people[0].directorate}", "", "Geachte heer, mevrouw,", "", *paragraphs, "Hoogachtend,", "",
        secrets.name(people[0].plain), people[0].organisation,
    ])  # fmt: skip


def _decision(sheet: Sheet, rng: Random, redactor: Redactor, people: list[Person], scene: text.Scene) -> None:
    law = rng.choice(("Wet open overheid (Woo)", "Wet openbaarheid van bestuur (Wob)"))
    subject = rng.choice(scene.topic["subject"])
    _all(sheet, redactor, [
        people[0].organisation, "", f"Datum {_dutch_day(scene.at)}", f"Betreft Besluit op uw verzoek over {subject}", "", "Geachte heer, mevrouw,", "",
        f"U vroeg ons in uw brief van {_dutch_day(scene.at - 5_000_000)} om documenten over {rng.choice(scene.topic['zaak'])}, met een beroep op de {law}.", "",
        "Besluit", f"Van de {rng.randrange(8, 400)} documenten die wij vonden maken wij er {rng.randrange(3, 200)} geheel of gedeeltelijk openbaar.", "",
        "Overwegingen", "Namen van medewerkers blijven weg, omdat hun belang bij een ongestoord privéleven zwaarder weegt (artikel 5.1, tweede lid, onder e).",
        " ".join(text.sentence("info", rng, scene) for _ in range(3)), "", "Bezwaar", "Bent u het hier niet mee eens, schrijf ons dan binnen zes weken na de datum van deze brief.", "",
        "Hoogachtend,", "", secrets.name(people[0].plain),
    ])  # fmt: skip


def _note(sheet: Sheet, rng: Random, redactor: Redactor, people: list[Person], scene: text.Scene) -> None:
    lines = [rng.choice(("Nota", "Notitie", "Memo", "Gespreksnotitie", "Telefoonnotitie")), "", f"Onderwerp: {rng.choice(scene.topic['subject'])}", f"Datum: {_dutch_day(scene.at)}",
             f"Opsteller: {secrets.name(people[0].plain)}", ""]  # fmt: skip
    for heading in rng.sample(scene.lists["heading"], rng.randrange(2, 5)):
        lines += [
            heading,
            " ".join(
                text.sentence(rng.choice(("info", "opinion", "promise")), rng, scene)
                for _ in range(rng.randrange(2, 6))
            ),
            "",
        ]
    _all(sheet, redactor, lines)


def _agenda(sheet: Sheet, rng: Random, redactor: Redactor, people: list[Person], scene: text.Scene) -> None:
    hours, _, _ = _hours(rng, scene.at)
    lines = [
        "Agenda",
        "",
        f"Overleg: {rng.choice(scene.lists['overleg'])}",
        f"Datum en tijd: {_dutch_day(scene.at)}, {hours}",
        "",
    ]
    points = [
        "Opening en mededelingen",
        *(rng.choice(scene.topic["zaak"]).capitalize() for _ in range(rng.randrange(3, 7))),
        "Rondvraag",
    ]
    lines += [
        f"{number}. {point}" + (f" ({secrets.name(rng.choice(scene.names))})" if rng.random() < 0.3 else "")
        for number, point in enumerate(points, 1)
    ]
    _all(sheet, redactor, lines)


def inventory(sheet: Sheet, rng: Random, titles: list[tuple[str, int]]) -> None:
    """An inventory list (inventarislijst): number, date, title, verdict and ground of each (title, moment)."""
    for line in ("Inventarislijst", "", f"{'Nr.':<4} {'Datum':<10}  {'Document':<46}  {'Beoordeling':<15}  Grond"):
        sheet.put(line)
    for row, (title, at) in enumerate(titles, 1):
        verdict = rng.choice(("Deels openbaar", "Openbaar", "Niet openbaar", "Deels openbaar"))
        reason = "" if verdict == "Openbaar" else rng.choice(("5.1.2e", "5.1.2e, 5.2.1", "10.2.e", "10.2.e, 11.1"))
        sheet.put(f"{row:<4} {dates.local(at):%d-%m-%Y}  {title[:46]:<46}  {verdict:<15}  {reason}".rstrip())
