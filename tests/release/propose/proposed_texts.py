"""Small documents for the tests of proposals: text in, what is proposed out."""

from __future__ import annotations

from draad.records import Document, Proposal, Split
from draad.release.propose import Known, propose_all
from draad.split import split_all


def split_of(text: str, name: str = "stuk") -> Split:
    """One document taken apart."""
    return split_all(Document(name, 0, name, name, "text", text))[0]


def proposals(text: str, *others: str, base: Known | None = None) -> list[Proposal]:
    """What is proposed in ``text``, in a dossier where ``others`` stand beside it; points of attention left out."""
    splits = [split_of(text), *(split_of(other, f"ander {n}") for n, other in enumerate(others))]
    return [one for one in propose_all(splits, base)[0] if not one.attention]


def told(text: str, *others: str, base: Known | None = None) -> list[tuple[str, str]]:
    """Kind and words of each."""
    return [(one.kind, " ".join(text[slice(*one.span)].split())) for one in proposals(text, *others, base=base)]


def people(text: str, *others: str, base: Known | None = None) -> list[str]:
    """The names."""
    return [words for kind, words in told(text, *others, base=base) if kind == "person"]


def mail(
    body: str, sender: str = "Loket <loket@voorbeeld.nl>", to: str = "Loket <loket@voorbeeld.nl>", cc: str = ""
) -> str:
    """A mail as it is printed."""
    copies = f"CC: {cc}\n" if cc else ""
    return f"Van: {sender}\nVerzonden: maandag 3 mei 2021 10:12\nAan: {to}\n{copies}Onderwerp: planning\n\n{body}\n"
