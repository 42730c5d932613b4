"""Headers as programs print them, with the truth of what they still tell after redaction."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import Any

from draad.sample import dates, secrets
from draad.sample.marks import Redactor
from draad.sample.people import Person
from draad.sample.threads import Message, styles

PRINTED = ("printed_en", "printed_nl", "printed_nl_wide", "printed_en_local")
"""Forms of the printed message's own header. Only ``printed_en`` has its clock in UTC."""


@dataclass(slots=True)
class Header:
    """A header before it is laid out: fields of (label, value), or one sentence; and its truth.

    ``to`` and ``cc`` are counts of people, None where the print doesn't let them be counted (whited out, one mark
    over several people, separators lost, or a form without addressees).
    """

    style: str
    above: str = ""
    above_gap: bool = False
    fields: list[tuple[str, str]] | None = None
    colon: str = ":"
    separator: str = "; "
    intro: str = ""
    extra: tuple[str, ...] = ()
    """Lines below the fields that belong to the header: names of attachments."""
    sent: str | None = None
    subject: str | None = None
    from_domain: str | None = None
    to: int | None = None
    cc: int | None = None
    to_domain: str | None = None
    """The domain of all addressees, where they have the same one and it shows."""


@dataclass(slots=True)
class _Manners:
    """How one header shows people: with addresses or without, and what of them the redactor leaves."""

    form: str
    name_marks: str
    spaced: bool
    capital: bool
    commas: bool = False
    """Addressees stand apart by commas, so that none may stand within a name."""


_NAME_MARKS = ("{0}", "{0}", "{0} {0}", "{0} )", "{0} ({0})", "{0}, {0}")


def _manners(rng: Random, style: str, commas: bool) -> _Manners:
    if style == "printed_en":
        form = rng.choice(("paren", "bare", "angle", "paren"))
    elif style == "notes_nl":
        form = rng.choice(("name", "angle", "bare"))
    else:
        form = rng.choice(("angle",) * 11 + ("name", "name", "mailto", "quoted"))
    name_marks = rng.choice(_NAME_MARKS[:-1] if commas else _NAME_MARKS)
    return _Manners(form, name_marks, rng.random() < 0.08, rng.random() < 0.02, commas)


def _shown(
    person: Person, rng: Random, redactor: Redactor, manners: _Manners, with_address: bool
) -> tuple[str, str | None]:
    """One person as printed, and the domain that still shows."""
    text, domain = _told(person, rng, redactor, manners, with_address)
    return redactor.signed(person, text), domain


def _told(
    person: Person, rng: Random, redactor: Redactor, manners: _Manners, with_address: bool
) -> tuple[str, str | None]:
    hide = redactor.hides_person(person, rng)
    name = _hidden_name(redactor, manners) if hide else redactor.hide(_open_name(person, manners, redactor.whole))
    if not with_address:
        return name, None
    domain = person.domain.title() if manners.capital else person.domain
    if hide and redactor.addresses_whole:
        inner, shows = redactor.mark(), None
    else:
        space = " " if hide and manners.spaced else ""
        local = redactor.hide(secrets.local(person.local)) if redactor.whole and not person.shared else person.local
        inner, shows = f"{redactor.mark() + space if hide else local}@{domain}", person.domain
    if manners.form == "bare":
        return inner, shows
    if manners.form == "paren":
        return f"{name} ({inner})", shows
    if manners.form == "mailto":
        return f"{name} [mailto:{inner}]", shows
    return f"{name} <{inner}>".strip(), shows


def _open_name(person: Person, manners: _Manners, signed: bool) -> str:
    """A name that stays: between quotes where the program sets them, and where commas part the addressees."""
    shown = person.signed if signed else person.shown
    if manners.form == "quoted":
        return f"'{shown}'"
    return f'"{shown}"' if manners.commas and "," in shown else shown


def _hidden_name(redactor: Redactor, manners: _Manners) -> str:
    if redactor.white:
        return ""
    shape = manners.name_marks
    return (
        shape.format(redactor.mark())
        if shape.count("{0}") == 1
        else " ".join(shape.split(" ")).replace("{0}", redactor.mark(), 1).replace("{0}", redactor.mark())
    )


def _sender(message: Message, rng: Random, redactor: Redactor, manners: _Manners, style: str) -> tuple[str, str | None]:
    bare = style == "printed_en" or manners.form == "name" or rng.random() < 0.03
    return _shown(message.sender, rng, redactor, manners, not bare)


def _people(
    people: tuple[Person, ...], rng: Random, redactor: Redactor, manners: _Manners, separator: str
) -> tuple[str, int | None, str | None]:
    """An addressee field, how many people a reader can count in it, and their domain where it is one and shows."""
    address = manners.form not in ("name", "mailto")
    each = [_shown(p, rng, redactor, manners, address) for p in people]
    shown, domains = [text for text, _ in each], {domain for _, domain in each}
    domain = domains.pop() if len(domains) == 1 else None
    if redactor.white and not all(shown):
        return separator.join(s for s in shown if s), None, domain
    if not redactor.none and len(people) > 1 and not redactor.white:
        chance = rng.random()
        if chance < 0.02:
            return redactor.mark(), None, None
        if chance < 0.03 and separator == "; ":
            return " ".join(shown), None, domain
    tail = ";" if separator == "; " and len(people) > 1 and rng.random() < 0.02 else ""
    return separator.join(shown) + tail, len(people), domain


def _when(message: Message, form: str, quoted: bool) -> tuple[str, str]:
    at = message.at + (message.skew if quoted else 0)
    clock = dates.utc(at) if form == "us_printed" else dates.local(at)
    return dates.FORMS[form](clock), dates.moment(clock, form).isoformat()


def printed_style(rng: Random) -> str:
    """The form of a printed message's own header, as often as releases have it."""
    return rng.choices(PRINTED, (46, 22, 20, 12))[0]


_URGENCY = {"Urgentie": "Hoog", "Importance": "High", "Priorität": "Hoch"}
_PRINTED_NL = {
    "from": "Van",
    "sent": "Verzonden",
    "to": "Aan",
    "cc": "CC",
    "subject": "Onderwerp",
    "attachments": "Bijlagen",
    "urgency": "Urgentie",
    "categories": "Categorieën",
}
_PRINTED_EN = {
    "from": "From",
    "sent": "Sent",
    "to": "To",
    "cc": "Cc",
    "subject": "Subject",
    "attachments": "Attachments",
    "received": "Received",
    "urgency": "Importance",
}


def _form(style: str) -> dict[str, Any]:
    if style == "printed_en":
        return {
            "fields": ["to", "cc", "from", "sent", "subject", "received"],
            "labels": _PRINTED_EN,
            "date": "us_printed",
        }
    if style == "printed_en_local":
        return {"fields": ["from", "sent", "to", "cc", "subject"], "labels": _PRINTED_EN, "date": "us_long"}
    if style.startswith("printed_nl"):
        return {"fields": ["from", "sent", "to", "cc", "subject"], "labels": _PRINTED_NL, "date": "nl_long"}
    return styles()[style]


def _values(
    message: Message, form: dict[str, Any], style: str, rng: Random, redactor: Redactor, header: Header
) -> dict[str, str]:
    separator = header.separator
    manners = _manners(rng, style, separator == ", ")
    values: dict[str, str] = {}
    values["from"], header.from_domain = _sender(message, rng, redactor, manners, style)
    values["sent"], header.sent = _when(message, form["date"], not style.startswith("printed"))
    values["to"], header.to, header.to_domain = _people(message.to, rng, redactor, manners, separator)
    header.cc = 0
    if message.cc:
        values["cc"], header.cc, _ = _people(message.cc, rng, redactor, manners, separator)
    values["subject"] = redactor.hide(message.subject).strip()
    header.subject = secrets.printed(values["subject"]) or None
    if style == "printed_en" and rng.random() < 0.8:
        values["received"] = values["sent"]
    return values


def _trimmings(
    message: Message, form: dict[str, Any], style: str, rng: Random, values: dict[str, str], header: Header
) -> list[str]:
    """Fields after the usual ones: attachments, urgency, categories."""
    labels, more = form["labels"], []
    if message.attachments and style == "printed_en":
        header.extra = tuple(f"[{name}](#)" if rng.random() < 0.5 else name for name in message.attachments)
    elif message.attachments and "attachments" in labels and rng.random() < 0.7:
        values["attachments"] = "; ".join(message.attachments)
        more.append("attachments")
    if "urgency" in labels and message.subject.startswith("SPOED") and rng.random() < 0.7:
        values["urgency"] = _URGENCY[labels["urgency"]]
        more.append("urgency")
    if style.startswith("printed_nl") and rng.random() < 0.03:
        values["categories"] = rng.choice(("Rode categorie", "Woo", "Opvolgen", "Dossier"))
        more.append("categories")
    return more


def _white_out(values: dict[str, str], rng: Random, header: Header) -> None:
    """A header line that holds nothing at all."""
    gone = rng.choice(("from", "from", "to", "cc", "sent"))
    if not values.get(gone):
        return
    values[gone] = ""
    if gone == "from":
        header.from_domain = None
    else:
        setattr(header, gone, None)
    if gone == "to":
        header.to_domain = None


def header(message: Message, style: str, rng: Random, redactor: Redactor) -> Header:
    """The header of ``message`` in one style, after redaction."""
    if style == "mail":
        return _mail(message)
    form = _form(style)
    if form.get("kind") == "intro":
        return _intro(message, form, style, rng, redactor)
    made = Header(style, colon=form.get("colon", ":"), separator=form.get("separator", "; "))
    if "above" in form:
        made.above, made.above_gap = rng.choice(form["above"]), form.get("above_gap", False)
    values = _values(message, form, style, rng, redactor, made)
    order = [*form["fields"], *_trimmings(message, form, style, rng, values, made)]
    if rng.random() < 0.015 and not redactor.none:
        _white_out(values, rng, made)
    made.fields = [(form["labels"][name], values[name]) for name in order if name in values]
    return made


def _intro(message: Message, form: dict[str, Any], style: str, rng: Random, redactor: Redactor) -> Header:
    manners = _Manners("angle", rng.choice(("{0}", "{0}", "{0}, {0}", "{0} {0}")), rng.random() < 0.1, False)
    who, domain = _shown(message.sender, rng, redactor, manners, rng.random() < 0.85)
    template: str = form["text"]
    date = template[template.index("{") + 1 : template.index("}")]
    if date == "who":
        date = template[template.rindex("{") + 1 : template.rindex("}")]
    written, sent = _when(message, date, True)
    text = template.replace(" >>>", f"{secrets.HARD_SPACE}>>>").replace("{" + date + "}", written).replace("{who}", who)
    return Header(style, intro=text, sent=sent, from_domain=domain)


def _mail(message: Message) -> Header:
    """The header of a real mail file: nothing is printed, all is true."""
    sent = dates.local(message.at).isoformat()
    subject = secrets.revealed(message.subject)
    return Header(
        "mail",
        fields=[],
        sent=sent,
        subject=subject,
        from_domain=message.sender.domain,
        to=len(message.to),
        cc=len(message.cc),
    )
