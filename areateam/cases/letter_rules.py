"""How a letter is filled: fields into its paragraphs, and what is still missing, in words."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import msgspec

from areateam.catalogue.letter_definitions import AskKind, AskSpec, LetterSpec, fields_in
from areateam.core.amounts import format_money, parse_money
from areateam.core.dates import MONTHS, DateOrder, parse_date
from areateam.core.findings import Fault
from areateam.core.problems import UserProblem

_PART = re.compile(r"\[([^\[\]]*)\]")
_FIELD = re.compile(r"\{\{\s*([a-z0-9_.]+)\s*\}\}")
_UNPRINTED = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]+")
_BREAKS = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")


class Filled(msgspec.Struct, frozen=True):
    """A letter with its fields filled; `unfilled` are those it must have and has not."""

    subject: str
    paragraphs: tuple[str, ...]
    unfilled: tuple[str, ...]

    def marked(self, labels: Mapping[str, str]) -> tuple[str, ...]:
        """The subject and the paragraphs with each missing field in words, in square brackets."""
        texts = (self.subject, *self.paragraphs)
        return tuple(_FIELD.sub(lambda m: f"[{labels[m[1]]}]", text) for text in texts)


def fill(spec: LetterSpec, values: Mapping[str, str]) -> Filled:
    """Fill a letter from the values by field; blank ones count as missing.

    Paragraphs that are left out whole are gone, and what a person wrote on several lines stands
    in as many paragraphs.
    """
    missing: list[str] = []
    subject = " ".join(filled_text(spec.subject, values, missing).split())
    paragraphs = [
        line.strip()
        for text in spec.paragraphs
        for line in filled_text(text, values, missing).split("\n")
    ]
    # Whom it goes to stands in no paragraph, and a blank would send it to the contractor.
    missing += [
        f"ask.{ask.key}"
        for ask in spec.ask
        if not ask.optional and not values.get(f"ask.{ask.key}")
    ]
    return Filled(subject, tuple(filter(None, paragraphs)), tuple(dict.fromkeys(missing)))


def filled_text(text: str, values: Mapping[str, str], missing: list[str]) -> str:
    """One text with its fields filled; those it must have and has not are added to `missing`."""

    def part(match: re.Match[str]) -> str:
        return match[1] if all(values.get(name) for name in fields_in(match[1])) else ""

    def field(match: re.Match[str]) -> str:
        if value := values.get(match[1]):
            return value
        missing.append(match[1])
        return match[0]

    return _FIELD.sub(field, _PART.sub(part, text))


def asked_values(
    asks: Sequence[AskSpec], stated: Mapping[str, str], values: Mapping[str, str]
) -> dict[str, str]:
    """What a person stated, as the letter shows it, by field; for the rest what is suggested.

    Days become "5 November 2012" and sums "£1,234.56". Raises UserProblem: letter-ask-unknown,
    and the faults of a day or a sum with its label.
    """
    known = {ask.key: ask for ask in asks}
    for key in stated:
        if key not in known:
            raise UserProblem("letter-ask-unknown", field=key, known=", ".join(known) or "none")
    found = {}
    for key, ask in known.items():
        text = tidy(stated.get(key, ""))
        suggested = "" if key in stated else values.get(ask.suggest, "")
        shown = _shown(ask, text) if text else suggested
        if shown:
            found[f"ask.{key}"] = shown
    return found


def own_answers(
    asks: Sequence[AskSpec], stated: Mapping[str, str], values: Mapping[str, str]
) -> dict[str, str]:
    """What a person stated that was not suggested: a suggestion left alone follows the case."""
    suggested = {ask.key: values.get(ask.suggest, "") for ask in asks}
    return {key: text for key, text in stated.items() if tidy(text) != suggested.get(key, "")}


def tidy(text: str) -> str:
    """A text that a person wrote, with plain line ends and only what a letter can hold."""
    lines = _UNPRINTED.sub(" ", _BREAKS.sub("\n", text)).split("\n")
    return "\n".join(line.strip() for line in lines).strip()


def long_date(iso: str | None) -> str:
    """An ISO day as letters have it, "5 November 2012"; blank for none."""
    return f"{int(iso[8:10])} {MONTHS[int(iso[5:7]) - 1]} {iso[:4]}" if iso else ""


def nested(values: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """The values as a Word template names them: contract.name is `name` within `contract`."""
    found: dict[str, dict[str, str]] = {}
    for name, value in values.items():
        group, _, own = name.partition(".")
        found.setdefault(group, {})[own] = value
    return found


def _shown(ask: AskSpec, text: str) -> str:
    if ask.kind is AskKind.DATE:
        day = parse_date(text, DateOrder.DMY)
        if isinstance(day, Fault):
            raise UserProblem(day.code, label=ask.label, value=text, detail=day.detail)
        return long_date(day)
    if ask.kind is AskKind.MONEY:
        pence = parse_money(text)
        if isinstance(pence, Fault):
            raise UserProblem(pence.code, label=ask.label, value=text, detail=pence.detail)
        return format_money(pence)
    return " ".join(text.split()) if ask.kind is AskKind.LINE else text
