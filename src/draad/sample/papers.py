"""Documents that are no mail: meeting reports, letters, decisions, notes, inventory lists, agendas."""

from __future__ import annotations

from random import Random
from typing import Any

from draad.sample import dates, inserts, personal, secrets, slots, text
from draad.sample.lists import load
from draad.sample.marks import Redactor
from draad.sample.people import Person
from draad.sample.printing import Sheet
from draad.sample.said import Fact, cut, softened
from draad.sample.slots import Scene
from draad.sample.truth import Part

KINDS = ("report", "report", "report", "letter", "letter", "decision", "note", "inventory", "agenda")


def _dutch_day(at: int) -> str:
    t = dates.local(at)
    return f"{t.day} {dates.NL_MONTHS[t.month - 1]} {t.year}"


def _scene(rng: Random, people: list[Person], at: int, seed: int, key: str, whole: bool) -> Scene:
    names = tuple(p.first for p in people if not p.shared) or ("Noor",)
    scene = Scene(rng.choice(load("topics")["topic"]), names, at, bank=slots.bank(seed), whole=whole)
    scene.private = Random(f"{key}/personal")
    scene.chance = Random(f"{key}/items")
    return scene


def paper(
    sheet: Sheet, rng: Random, redactor: Redactor, people: list[Person], at: int, kind: str, seed: int, key: str
) -> Part:
    """One document that is no mail, of one of ``KINDS``; any where ``kind`` is empty. ``key`` names its chance."""
    kind = kind or rng.choice(KINDS)
    scene = _scene(rng, people, at, seed, key, redactor.whole)
    part = Part("note" if kind == "agenda" else kind, len(sheet.lines) + 1, at=at)
    if kind == "report":
        part.report = _report(sheet, rng, redactor, people, scene)
    elif kind == "inventory":
        subjects = scene.topic["subject"]
        inventory(
            sheet, rng, [(rng.choice(subjects), at - rng.randrange(20_000_000)) for _ in range(rng.randrange(4, 24))]
        )
    else:
        _from_template(sheet, rng, redactor, people, scene, kind)
    part.said = scene.said
    part.last, part.pages = len(sheet.lines), sheet.pages
    return part


def _own_slots(rng: Random, people: list[Person], scene: Scene) -> dict[str, str]:
    other = rng.choice(load("organisations")["organisation"])
    return {
        "organisatie": people[0].organisation,
        "aan": other["name"],
        "straat": f"{other['street']} {rng.randrange(1, 300)}",
        "plaats": other["place"],
        "post": other["post"],
        "dagvoluit": _dutch_day(scene.at),
        "eerder": _dutch_day(scene.at - 5_000_000),
        "onderwerp": rng.choice(scene.topic["subject"]),
        "kenmerk": f"{rng.randrange(10**6, 10**7)}-{rng.randrange(10**5)}-{people[0].directorate}",
        "naam": people[0].plain if scene.whole and people[0].shared else secrets.name(people[0].plain),
        "woo": rng.choice(("Wet open overheid (Woo)", "Wet openbaarheid van bestuur (Wob)")),
        "klok": _hours(rng, scene.at)[0],
    }


def _from_template(
    sheet: Sheet, rng: Random, redactor: Redactor, people: list[Person], scene: Scene, kind: str
) -> None:
    own = _own_slots(rng, people, scene)
    lines: list[str] = []
    room = kind in ("letter", "note")
    for line in rng.choice(load("papers")[kind]):
        sign, _, rule = line.partition(" ")
        if sign not in ("*", "#") or rule.count(" ") != 2:
            lines.append(_filled(line, rng, scene, own))
            continue
        group, least, most = rule.split(" ")
        times = rng.randrange(int(least), int(most) + 1)
        if sign == "*":
            for _ in range(times):
                lines += [" ".join(text.sentence(group, rng, scene) for _ in range(rng.randrange(1, 4))), ""]
            if room:
                lines, room = [*lines, *inserts.more(scene), *personal.more(scene)], False
        else:
            lines += [f"{number}. {rng.choice(scene.topic[group])}" for number in range(2, times + 2)]
    for line in redactor.body([*lines, *inserts.notes(scene)]):
        sheet.put(line)


def _filled(line: str, rng: Random, scene: Scene, own: dict[str, str]) -> str:
    """A line of a paper with its slots filled, those of ``own`` first."""
    out = []
    for literal, slot in cut(line):
        out.append(literal)
        if slot:
            out.append(own[slot] if slot in own else slots.value(slot, rng, scene).text)
    return "".join(out)


def _hours(rng: Random, at: int) -> tuple[str, str, str]:
    start = dates.local(at).replace(
        hour=rng.randrange(8, 17), minute=rng.choice((0, 15, 30, 45)), second=0, microsecond=0
    )
    end = start.replace(hour=start.hour + rng.choice((1, 1, 2)))
    written = rng.choice(load("papers")["report"]["hours"]).format(start=start, end=end)
    return written, start.isoformat(), end.isoformat()


def _attendees(redactor: Redactor, people: list[Person]) -> tuple[list[str], list[str]]:
    """Those present as printed, and their directorates, each once."""
    present = [person for person in people if not person.shared]
    shown = [f"{redactor.hide(secrets.name(p.plain))} ({p.directorate})".strip() for p in present]
    return shown, list(dict.fromkeys(p.directorate for p in present))


def _owners(rng: Random, present: list[str]) -> tuple[str, list[str]]:
    if not present or rng.random() < 0.15:
        return "allen", ["allen"]
    owners = rng.sample(present, min(len(present), rng.choice((1, 1, 2, 3))))
    return rng.choice(("/", "/ ", " en ")).join(owners), owners


def _report(sheet: Sheet, rng: Random, redactor: Redactor, people: list[Person], scene: Scene) -> dict[str, Any]:
    words = load("papers")["report"]
    organisation = people[0].organisation
    title = f"{rng.choice(words['meeting'])} {rng.choice(scene.topic['subject'])}"
    hours, start, end = _hours(rng, scene.at)
    place = rng.choice((*words["place"], organisation))
    shown, present = _attendees(redactor, people)
    join = rng.choice(("\t", ": ", "  "))
    for line in (organisation, "", rng.choice(words["word"]), ""):
        sheet.put(line)
    sheet.put(f"{rng.choice(words['subject_label'])}{join}{title}")
    sheet.put(f"{rng.choice(words['date_label'])}{join}{_dutch_day(scene.at)} {hours}")
    sheet.put(f"{rng.choice(words['place_label'])}{join}{place}")
    sheet.put(f"Aanwezig{join}{', '.join(shown)}")
    if rng.random() < 0.3:
        sheet.put(f"Afwezig{join}{redactor.hide(secrets.name(rng.choice(scene.names)))}")
    sheet.put("")
    points, actions = _points(sheet, rng, redactor, scene, present)
    return {
        "kind": "report",
        "title": title,
        "held": dates.local(scene.at).date().isoformat(),
        "start": start,
        "end": end,
        "place": place,
        "organisation": organisation,
        "directorates_present": present,
        "points": len(points),
        "points_lines": points,
        "explicit_actions": actions,
    }


_POINT_GROUPS = ("info", "promise", "info", "request", "opinion")


def _points(
    sheet: Sheet, rng: Random, redactor: Redactor, scene: Scene, present: list[str]
) -> tuple[list[int], list[dict[str, Any]]]:
    sign = rng.choice(("- ", "- ", "* ", "• ", "1"))
    lines: list[int] = []
    actions: list[dict[str, Any]] = []

    def put(words: str) -> int:
        lines.append(sheet.put((f"{len(lines) + 1}. " if sign == "1" else sign) + redactor.hide(words)))
        return lines[-1]

    for _ in range(1, rng.randrange(5, 22)):
        first = len(scene.said)
        words = " ".join(text.sentence(rng.choice(_POINT_GROUPS), rng, scene) for _ in range(rng.randrange(1, 4)))
        owners: list[str] = []
        if rng.random() < 0.35:
            written, owners = _owners(rng, present)
            words = _marked(
                f"{words} {rng.choice(load('papers')['report']['action']).format(written)}", first, owners, scene
            )
        if lines and rng.random() < 0.06:
            sheet.put("")
        at = put(words)
        if owners:
            actions.append({"line": at, "owner": owners})
    for words in inserts.points(scene):
        put(words)
    return lines, actions


def _marked(words: str, first: int, owners: list[str], scene: Scene) -> str:
    """A point that says "actie": one action, whatever the sentences in it (those from ``first`` on) are besides."""
    scene.said[first:] = [softened(said, "action") for said in scene.said[first:]]
    unknown = ("due", "every")
    return scene.say(words, "report/action", (Fact(("action",), True, tuple(owners), unknown=unknown),))


def inventory(sheet: Sheet, rng: Random, titles: list[tuple[str, int]]) -> None:
    """An inventory list (inventarislijst): number, date, title, verdict and ground of each (title, moment)."""
    for line in ("Inventarislijst", "", f"{'Nr.':<4} {'Datum':<10}  {'Document':<46}  {'Beoordeling':<15}  Grond"):
        sheet.put(line)
    for row, (title, at) in enumerate(titles, 1):
        verdict = rng.choice(("Deels openbaar", "Openbaar", "Niet openbaar", "Deels openbaar"))
        reason = "" if verdict == "Openbaar" else rng.choice(("5.1.2e", "5.1.2e, 5.2.1", "10.2.e", "10.2.e, 11.1"))
        sheet.put(f"{row:<4} {dates.local(at):%d-%m-%Y}  {title[:46]:<46}  {verdict:<15}  {reason}".rstrip())
