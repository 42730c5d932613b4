"""Make ``knowledge/tagger.crfsuite``: ``python scripts/train_tagger.py``. The same sources give the same bytes.

Trains on text written for Draad alone: the sentences of ``bench/corpus/train-*.tsv``, whose marks of persons are filled
with invented names, and mails made of ``scripts/tagger_text.toml``. Lists of names are left out of a part of the
sentences, and half of the names are made of syllables, so that the tagger works outside lists.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

import pycrfsuite

from draad.fold import fold
from draad.knowledge import load
from draad.release.propose.tagger_features import features, lines, lists, small_words
from draad.sample.noise import Noise
from draad.sample.printing import wrapped

ROOT = Path(__file__).resolve().parents[1]
OUT = ROOT / "src" / "draad" / "knowledge" / "tagger.crfsuite"
DATA: dict[str, Any] = tomllib.loads((ROOT / "scripts" / "tagger_text.toml").read_text(encoding="utf-8"))
SEED = "tagger/1"
MAILS = 11000
UNLISTED = 0.45
"""Share of texts that are shown without the lists of names."""
NOISY = 0.25
SHARES = {"prose": 4, "made": 5, "trap": 3, "office": 2, "corpus": 6}
"""How often a sentence is of which group."""
PARAMETERS = {"c1": 0.3, "c2": 0.02, "max_iterations": 120, "feature.minfreq": 2, "feature.possible_transitions": True}

PERSON, OFFICE, END = "\ue010", "\ue011", "\ue01f"
_SIGNS = re.compile(f"[{PERSON}{OFFICE}{END}]")
_MARK = re.compile(r"\[redacted\]|\[?5\.1\.2\.?e\]?|\(10\)\(2e\)|10\.2\.?e", re.IGNORECASE)
_OFFICE = re.compile(
    r"(?:minister|staatssecretaris|kamerlid|wethouder|burgemeester|gedeputeerde|woordvoerder|het lid) $", re.IGNORECASE
)
_SLOT = re.compile(r"\{(\w+)\}")


class Text(NamedTuple):
    """A text and where its names stand: begin, end, label."""

    text: str
    names: tuple[tuple[int, int, str], ...]


class Maker:
    """Fills templates, all by one stream of chance."""

    def __init__(self, rng: Random) -> None:
        self.rng = rng
        names = load("redact_names")
        self.first = sorted(set(names["first"]["names"].split()))
        self.last = sorted(set(names["last"]["names"].split()))
        self.bodies = sorted(bodies(load("organisations")))
        self.words = sorted({w for row in corpus() for w in re.findall(r"(?<!\S)[a-zà-ÿ]{4,14}(?!\S)", row)})

    def syllables(self, least: int, most: int) -> str:
        """A word that no list has."""
        parts, rng = DATA["syllables"], self.rng
        made = "".join(rng.choice(parts["onset"]) + rng.choice(parts["vowel"]) for _ in range(rng.randint(least, most)))
        close: str = rng.choice(parts["close"])
        return (made + close).capitalize()

    def given(self) -> str:
        """A given name."""
        if self.rng.random() < 0.5:
            return self.syllables(1, 3)
        name = "-".join(part.capitalize() for part in self.rng.choice(self.first).split("-"))
        return f"{name}-{self.rng.choice(self.first).capitalize()}" if self.rng.random() < 0.03 else name

    def base(self) -> str:
        """A surname without its prefix."""
        rng = self.rng
        one = self.syllables(1, 3) if rng.random() < 0.5 else rng.choice(self.last).capitalize()
        return f"{one}-{rng.choice(self.last).capitalize()}" if rng.random() < 0.06 else one

    def prefix(self) -> str:
        """A surname prefix, mostly none."""
        choices = (
            "van ",
            "de ",
            "van der ",
            "van den ",
            "van de ",
            "ter ",
            "den ",
            "'t ",
            "El ",
            "op 't ",
            "van 't ",
            "Ben ",
            "von ",
        )
        return self.rng.choice(choices) if self.rng.random() < 0.28 else ""

    def initials(self) -> str:
        """``A.J.``, ``A.``."""
        return "".join(f"{c}." for c in self.rng.choices("ABCDEFGHIJKLMNOPRSTVWYZ", k=self.rng.choice((1, 1, 2, 2, 3))))

    def full(self) -> str:
        """Given name and surname."""
        return f"{self.given()} {self.prefix()}{self.base()}"

    def surname(self) -> str:
        """A surname as it stands without a given name."""
        whole = self.prefix() + self.base()
        return whole[0].upper() + whole[1:]

    def book(self) -> str:
        """As an address book shows somebody, without what stands behind the name."""
        prefix = self.prefix().strip()
        middle = f" {prefix}" if prefix else ""
        given = self.given()
        return str(
            self.rng.choice(
                (
                    f"{self.base()}, {self.initials()}{middle} ({given})",
                    f"{self.base()},{middle} {given}",
                    f"{self.base()}, {self.initials()}{middle}",
                    f"{given} {middle.strip()} {self.base()}".replace("  ", " "),
                    f"{self.initials()} {self.prefix()}{self.base()}",
                )
            )
        )

    def person(self, slot: str) -> str:
        """A person's name for a slot, signed."""
        rng = self.rng
        slot = rng.choice("FFFFPPLI") if slot == "N" else slot
        made = {
            "F": self.given,
            "P": self.full,
            "L": self.surname,
            "I": lambda: f"{self.initials()} {self.prefix()}{self.base()}",
            "H": self.book,
        }[slot]()
        tail = f" - {rng.choice(DATA['code'])}" if slot == "H" and rng.random() < 0.12 else ""
        return f"{PERSON}{made}{END}{tail}"

    def other(self, slot: str) -> str:
        """What fills a slot that is no person's."""
        rng, low = self.rng, slot.lower()
        if slot == "DIR":
            return self.code()
        if low == "n":
            return str(rng.randrange(2, 99))
        if low == "word":
            made = rng.choice(self.words)
        elif low == "date":
            made = f"{rng.randrange(1, 29)} {rng.choice(DATA['month'])} 20{rng.randrange(15, 24)}"
        elif low == "mail":
            made = f"{self.syllables(1, 2).lower()}.{self.base().lower()}@{rng.choice(DATA['domain'])}"
        elif low == "orgn":
            made = self.named_body()
        elif low == "streetn":
            made = self.named_street()
        elif low == "org" and rng.random() < 0.5:
            made = rng.choice(self.bodies)
        elif low == "place" and rng.random() < 0.3:
            made = self.syllables(1, 2) + rng.choice(DATA["place_end"])
        elif low == "code" or (low == "dir" and rng.random() < 0.2):
            made = self.code()
        elif low == "topic" and rng.random() < 0.5:
            made = f"{rng.choice(self.words)} {rng.choice(self.words)}"
        else:
            made = rng.choice(DATA[low])
        return upper(made) if slot[0].isupper() else str(made)

    def code(self) -> str:
        """The letters of a directorate, known or not."""
        letters = "".join(self.rng.choices("ABCDEFGHIJKLMNOPRSTVWZ", k=self.rng.choice((2, 2, 3, 4))))
        small = self.rng.choice(("", "", "", "", "o", "u", "a", "r"))
        return str(self.rng.choice((self.rng.choice(DATA["code"]), letters + small)))

    def named_body(self) -> str:
        """An organisation that is named after somebody."""
        name = self.rng.choice((self.full, self.surname))()
        if self.rng.random() < 0.4:
            return f"{self.rng.choice(DATA['body_before'])} {name}"
        return f"{name} {self.rng.choice(DATA['body_after'])}"

    def named_street(self) -> str:
        """A street that is named after somebody."""
        end = self.rng.choice(DATA["street_end"])
        name = self.base().lower().capitalize() + end
        return f"{self.rng.choice(DATA['street_before'])} {name}" if self.rng.random() < 0.5 else name

    def filled(self, template: str) -> str:
        """A template with its slots filled, people signed."""
        made = template
        while _SLOT.search(made):
            made = _SLOT.sub(self._slot, made)
        return made

    def _slot(self, match: re.Match[str]) -> str:
        slot = match[1]
        if slot == "S":
            return "{N}" if self.rng.random() < 0.5 else capital("{thing}", match)
        if slot == "O":
            return f"{OFFICE}{self.rng.choice((self.surname, self.full))()}{END}"
        if slot == "O2":
            return f"{self.rng.choice(('minister', 'wethouder', 'Minister'))} {OFFICE}{self.surname()}{END}"
        return self.person(slot) if slot in ("F", "P", "L", "I", "H", "N") else self.other(slot)

    def line(self, group: str) -> str:
        """A line of a group."""
        return self.filled(self.rng.choice(DATA[group]))

    def body(self, sentences: list[str]) -> Iterator[str]:
        """Paragraphs and points of a mail."""
        rng = self.rng
        for _ in range(rng.choice((1, 2, 2, 3))):
            groups = rng.choices(tuple(SHARES), tuple(SHARES.values()), k=rng.choice((1, 2, 3, 4)))
            said = [rng.choice(sentences) if g == "corpus" else self.line(g) for g in groups]
            said = [self.refilled(one) for one in said]
            if rng.random() < 0.25:
                yield from (f"- {one}" for one in said)
            elif rng.random() < 0.5:
                yield from said
            else:
                yield " ".join(said)
            yield ""

    def refilled(self, sentence: str) -> str:
        """A sentence of the corpus, its marks filled with names."""

        def fill(match: re.Match[str]) -> str:
            before = sentence[: match.start()]
            if _OFFICE.search(before):
                return f"{OFFICE}{self.surname()}{END}"
            titled = re.search(r"(?:heer|mevrouw|mw\.|dhr\.|mr\.|ir\.|drs\.|dr\.) $", before, re.IGNORECASE)
            return self.person(self.rng.choice("LLI") if titled else "N")

        return _MARK.sub(fill, sentence)

    def mail(self, sentences: list[str]) -> str:
        """A mail, its names signed."""
        rng = self.rng
        made = [self.line("furniture") for _ in range(rng.choice((0, 1, 2)))]
        made += [self.line("head") for _ in range(rng.choice((0, 0, 2, 4, 5)))]
        made += ["", self.line("salutation"), ""] if rng.random() < 0.8 else [""]
        made += self.body(sentences)
        if rng.random() < 0.8:
            made += [self.line("closing"), ""]
            made += [self.filled(one) for one in rng.choice(DATA["signature"])]
        made += [self.line("furniture") for _ in range(rng.choice((0, 0, 1, 2)))]
        width = rng.choice((0, 0, 60, 74, 90))
        if width:
            made = [piece for line in made for piece in wrapped(line, width)]
        mark = rng.choice(("", "", "", "", "> ", "    "))
        return "\n".join(mark + line for line in made)


def bodies(table: Any) -> set[str]:
    """The names of organisations at any depth of a table."""
    if isinstance(table, list):
        return {name for one in table for name in bodies(one)}
    if not isinstance(table, dict):
        return set()
    return {table["name"]} if "name" in table else {name for one in table.values() for name in bodies(one)}


def upper(words: str) -> str:
    """With a capital; that of a slot where the words begin with one."""
    return f"{{{upper(words[1:])}" if words[0] == "{" else words[0].upper() + words[1:]


def capital(words: str, match: re.Match[str]) -> str:
    """With a capital where the sentence begins."""
    return upper(words) if not match.string[: match.start()].strip("- ") else words


def corpus() -> list[str]:
    """The sentences of the training half of ``bench/corpus`` that hold no name but behind a mark."""
    given = lists().given
    found = []
    for path in sorted((ROOT / "bench" / "corpus").glob("train-*.tsv")):
        for row in path.read_text(encoding="utf-8").splitlines():
            sentence = row.split("\t")[3]
            inner = re.findall(r"(?<=[a-zë,] )[A-Z][\w-]+", sentence)
            named = any(fold(word) in given for word in inner)
            spoiled = re.search(
                r"(?:\]|e|\)) [A-Z]\w+ (?:B\.V|BV|Advoc|Transp)| (?:op|via|nummer|tel\.?) (?:\[|5\.1|\(?10)", sentence
            )
            if not named and not (_MARK.search(sentence) and spoiled):
                found.append(sentence)
    return found


def unsigned(signed: str) -> Text:
    """The text without signs, and where the names stand."""
    pieces: list[str] = []
    names = []
    length = at = 0
    begun = (0, "")
    for sign in _SIGNS.finditer(signed):
        pieces.append(signed[at : sign.start()])
        length += sign.start() - at
        at = sign.end()
        if sign[0] == END:
            names.append((begun[0], length, begun[1]))
        else:
            begun = (length, "PER" if sign[0] == PERSON else "PUB")
    return Text("".join([*pieces, signed[at:]]), tuple(names))


def examples(text: Text, listed: bool) -> Iterator[tuple[list[list[str]], list[str]]]:
    """What the model is shown: the features and labels of each line that holds a capital."""
    small = small_words(text.text)
    for line in lines(text.text, (0, len(text.text))):
        if not any(word.text[0].isupper() for word in line.words):
            continue
        labels = []
        for word in line.words:
            inside = next((n for n in text.names if n[0] <= word.start < n[1]), None)
            fresh = inside is not None and word.start <= inside[0]
            labels.append(f"{'B' if fresh else 'I'}-{inside[2]}" if inside else "O")
        yield features(line, small, listed), labels


def train(out: Path, mails: int = MAILS) -> int:
    """Train on so many mails and write the model; how many lines it was shown."""
    rng = Random(SEED)
    maker, sentences = Maker(rng), corpus()
    noise = Noise(0.02, Random(f"{SEED}/noise"))
    trainer = pycrfsuite.Trainer(algorithm="lbfgs", verbose=False)
    trainer.set_params(PARAMETERS)
    count = 0
    for _ in range(mails):
        signed = maker.mail(sentences)
        if rng.random() < NOISY:
            signed = "\n".join(map(noise.line, signed.split("\n")))
        for seen, labels in examples(unsigned(signed), rng.random() >= UNLISTED):
            trainer.append(seen, labels)
            count += 1
    trainer.train(str(out))
    return count


def main() -> None:
    """Write the model."""
    print(f"{train(OUT)} lines, {OUT.stat().st_size // 1024} kB")


if __name__ == "__main__":
    main()
