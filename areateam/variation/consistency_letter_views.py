"""Reads which letters a PCT's cases were written with, and what those say in another way."""

from __future__ import annotations

import re
import sqlite3
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

import msgspec

from areateam.cases.letter_compare_rules import Pair, difference_words, side_by_side
from areateam.cases.letter_files import letter_lines, template_body
from areateam.cases.letter_views import shipped_template
from areateam.catalogue.catalogue import Catalogue
from areateam.catalogue.letter_definitions import LetterSpec, field_label
from areateam.catalogue.procedure_definitions import Procedure
from areateam.core.copies import replaced

Key = tuple[str, str]

_FIELD = re.compile(r"\{\{ ([\w.]+) \}\}")
_LISTS = {
    "sender_lines": "the rest of who sends it",
    "address": "whom it goes to",
    "signature": "who signs",
}
_SHIPPED = "the single model"


class LetterUse(msgspec.Struct, frozen=True):
    """A letter on one template in one PCT: how often it was written so, and how often sent.

    `template` is the name of the file that was brought, "" for the letter of the single model;
    `brought_for` the PCT it is for, "" for all. `wording` is the version of the letter's own words
    that the oldest was written from, None where it was not noted, and `newest` that of the single
    model. Where the template is `in_use`, the next letter is written on it. `pairs` sets the
    single model's letter beside this one.
    """

    letter: str
    label: str
    template: str
    brought_for: str
    version: int
    wording: int | None
    newest: int
    written: int
    sent: int
    in_use: bool
    pairs: tuple[Pair, ...]

    @property
    def name(self) -> str:
        """The template with its version, in words; what comes is the single model."""
        if self.is_unnoted:
            return "not noted"
        return f"{self.template}, version {self.version}" if self.template else _SHIPPED

    @property
    def is_unnoted(self) -> bool:
        """Whether it was written before it was noted on what."""
        return bool(self.written) and self.wording is None and not self.template

    @property
    def said(self) -> str:
        """What it says in another way, counted; "" where it says the same."""
        return difference_words(self.pairs)

    @property
    def is_old(self) -> bool:
        """Whether a letter was written from words that the single model has replaced."""
        return self.wording is not None and self.wording < self.newest

    @property
    def differs(self) -> bool:
        """Whether anything was, or would next be, written in another way than the single model."""
        return self.is_old or (bool(self.said) and (self.in_use or bool(self.written)))

    @property
    def sentence(self) -> str:
        """How it differs, in words; "" where it does not."""
        if not self.differs:
            return ""
        many = f"{self.written:,} letter{'' if self.written == 1 else 's'}"
        if not self.said:
            return (
                f"{many} “{self.label}” written from version {self.wording}; the single model"
                f" is {self.newest}."
            )
        does = "is" if self.in_use else "was"
        counted = f", {many} so far" if self.in_use and self.written else ""
        counted = counted or ("" if self.in_use else f" for {many}")
        return f"“{self.label}” {does} written on {self.name}{counted}: it {self.said}."


def letter_uses(
    connection: sqlite3.Connection,
    catalogue: Catalogue,
    models: Mapping[Key, Procedure | None],
    made: Sequence[tuple[str, str, str, int | None, int | None, int, int]],
) -> dict[Key, tuple[LetterUse, ...]]:
    """The letters of each procedure in each PCT, those of its steps in their order first.

    `made` has what was written: procedure, PCT, letter, template, wording, letters, sent ones.
    """
    reader = _Reader(connection, catalogue)
    written: dict[Key, list[LetterUse]] = defaultdict(list)
    for procedure, pct, letter, template, wording, count, sent in made:
        if letter in catalogue.letters.known:
            use = reader.use(letter, template)
            kept = replaced(use, wording=wording, written=count, sent=sent)
            written[procedure, pct].append(kept)
    found = {}
    for key, model in models.items():
        uses = _merged(written.get(key, []))
        letters = dict.fromkeys(step.letter for step in model.step if step.letter) if model else {}
        for letter in letters:
            at = reader.next_of(letter, key[1])
            same = [n for n, use in enumerate(uses) if _place(use) == _place(at)]
            if same:
                uses[same[0]] = replaced(uses[same[0]], in_use=True)
            else:
                uses.append(replaced(at, in_use=True))
        order = {letter: n for n, letter in enumerate(letters)}
        uses.sort(key=lambda use: (order.get(use.letter, len(order)), not use.in_use, use.name))
        found[key] = tuple(uses)
    return found


_Place = tuple[str, str, str, int, bool]


def _place(use: LetterUse) -> _Place:
    return use.letter, use.brought_for, use.template, use.version, use.is_unnoted


def _merged(uses: Sequence[LetterUse]) -> list[LetterUse]:
    """One for each template, whatever the wording: with the oldest that was noted."""
    found: dict[_Place, LetterUse] = {}
    for use in uses:
        place = _place(use)
        other = found.get(place, replaced(use, written=0, sent=0))
        noted = [each for each in (use.wording, other.wording) if each is not None]
        found[place] = replaced(
            use,
            wording=min(noted, default=None),
            written=use.written + other.written,
            sent=use.sent + other.sent,
        )
    return list(found.values())


class _Reader:
    """Templates by their id, each compared once with the letter of the single model."""

    def __init__(self, connection: sqlite3.Connection, catalogue: Catalogue) -> None:
        self._connection = connection
        self._catalogue = catalogue
        self._uses: dict[tuple[str, int | None], LetterUse] = {}
        self._shipped: tuple[str, ...] = ()
        self._next: dict[tuple[str, str], int] = {
            (letter, pct): template
            for letter, pct, template in connection.execute(
                "SELECT letter, pct, id FROM letter_template WHERE in_use"
            )
        }

    def next_of(self, letter: str, pct: str) -> LetterUse:
        """What the next letter of a PCT is written on, as `template_of` says."""
        return self.use(letter, self._next.get((letter, pct), self._next.get((letter, ""))))

    def use(self, letter: str, template: int | None) -> LetterUse:
        """A letter on a template, None for the one that comes, with nothing written yet."""
        if (letter, template) not in self._uses:
            self._uses[letter, template] = self._compared(letter, template)
        return self._uses[letter, template]

    def _compared(self, letter: str, template: int | None) -> LetterUse:
        spec = self._catalogue.letters.named(letter)
        name, pct, version = "", "", 0
        if not self._shipped:
            self._shipped = template_body(shipped_template(self._catalogue).content)
        model = local = tuple(_in_words(letter_lines(self._shipped, spec), spec))
        if template is not None:
            name, pct, version, content = self._connection.execute(
                "SELECT t.name, t.pct, t.version, c.content FROM letter_template t"
                " JOIN document_content c ON c.sha256 = t.sha256 WHERE t.id = ?",
                (template,),
            ).fetchone()
            local = tuple(_in_words(letter_lines(template_body(content), spec), spec))
        return LetterUse(
            letter, spec.label, name, pct, version, None, spec.version, 0, 0, False,
            side_by_side(model, local),
        )  # fmt: skip


def _in_words(lines: Sequence[str], spec: LetterSpec) -> Iterator[str]:
    """The paragraphs with each field in words: «the name of the contract»."""
    for line in lines:
        yield _FIELD.sub(lambda m: f"«{_LISTS.get(m[1]) or field_label(spec, m[1], {})}»", line)
