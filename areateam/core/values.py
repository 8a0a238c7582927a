"""One value of one field: text to stored value, stored value to screen and to file."""

from __future__ import annotations

import difflib
from collections.abc import Callable
from functools import lru_cache

from areateam.core import amounts, codes
from areateam.core.dates import DateOrder, format_date, parse_date
from areateam.core.fields import Choice, Field, Kind, Value
from areateam.core.findings import Fault

_CHOICES_NAMED = 8

_FLAGS = dict.fromkeys(("y", "yes", "true", "1", "x"), 1)
_FLAGS |= dict.fromkeys(("n", "no", "false", "0"), 0)

_Parser = Callable[[Field, str, DateOrder], Value | Fault]


def parse_value(field: Field, text: str, order: DateOrder = DateOrder.DMY) -> Value | Fault:
    """Return the stored value that `text` says for `field`; None for a blank text.

    Numbers in dates are read in `order`. Besides the faults of each kind: nul-character,
    too-long (detail: the length allowed), below-minimum and above-maximum (detail: the
    limit as the screen shows it).
    """
    text = text.strip()
    if not text:
        return None
    if "\0" in text:
        return Fault("nul-character")
    value = _PARSERS[field.kind](field, text, order)
    return value if isinstance(value, Fault) else beyond_limits(field, value) or value


def beyond_limits(field: Field, value: Value) -> Fault | None:
    """Return the fault of a value that lies beyond the field's limits, or None."""
    if isinstance(value, str) and field.kind is not Kind.DATE and len(value) > field.max_length:
        return Fault("too-long", str(field.max_length))
    if _is_less(value, field.minimum):
        return Fault("below-minimum", format_value(field, field.minimum))
    if _is_less(field.maximum, value):
        return Fault("above-maximum", format_value(field, field.maximum))
    return None


def _is_less(one: Value, other: Value) -> bool:
    if isinstance(one, int) and isinstance(other, int):
        return one < other
    return isinstance(one, str) and isinstance(other, str) and one < other


def _parse_choice(field: Field, text: str, _: DateOrder) -> Value | Fault:
    known = _choice_words(field.choices)
    value = known.get(text) or known.get(text.casefold())
    return value or Fault("not-a-choice", _choices_allowed(field.choices, text))


@lru_cache(maxsize=256)
def _choice_words(choices: tuple[Choice, ...]) -> dict[str, str]:
    """Return each word that means a choice; a value goes before a label, that before synonyms."""
    words: dict[str, str] = {choice.value: choice.value for choice in choices}
    for choice in choices:
        words.setdefault(choice.value.casefold(), choice.value)
    for choice in choices:
        words.setdefault(choice.label.strip().casefold(), choice.value)
    for choice in choices:
        for synonym in choice.synonyms:
            words.setdefault(synonym.strip().casefold(), choice.value)
    return words


def _choices_allowed(choices: tuple[Choice, ...], text: str) -> str:
    """Return "GMS, PMS or APMS", and the nearest of them where one is near."""
    labels = [choice.label for choice in choices]
    named = labels[:_CHOICES_NAMED]
    if len(labels) > len(named):
        named.append(f"{len(labels) - len(named)} others")
    allowed = " or ".join([part for part in (", ".join(named[:-1]), *named[-1:]) if part])
    words = _choice_words(choices)
    near = difflib.get_close_matches(text.casefold(), list(words), n=1, cutoff=0.7)
    if not near:
        return allowed
    nearest = next(choice.label for choice in choices if choice.value == words[near[0]])
    return f"{allowed}; the nearest is {nearest}"


def _parse_flag(_: Field, text: str, __: DateOrder) -> Value | Fault:
    flag = _FLAGS.get(text.casefold())
    return Fault("flag-unreadable") if flag is None else flag


def _parse_person(_: Field, text: str, __: DateOrder) -> Value | Fault:
    number = amounts.parse_integer(text)
    return number if isinstance(number, int) and number > 0 else Fault("person-unreadable")


_PARSERS: dict[Kind, _Parser] = {
    Kind.TEXT: lambda _, text, __: text,
    Kind.CODE: lambda _, text, __: codes.parse_code(text),
    Kind.POSTCODE: lambda _, text, __: codes.parse_postcode(text),
    Kind.PHONE: lambda _, text, __: codes.parse_phone(text),
    Kind.EMAIL: lambda _, text, __: codes.parse_email(text),
    Kind.DATE: lambda _, text, order: parse_date(text, order),
    Kind.MONEY: lambda _, text, __: amounts.parse_money(text),
    Kind.INTEGER: lambda _, text, __: amounts.parse_integer(text),
    Kind.DECIMAL: lambda field, text, _: amounts.parse_decimal(text, field.places),
    Kind.FLAG: _parse_flag,
    Kind.CHOICE: _parse_choice,
    Kind.BODY: lambda _, text, __: codes.parse_code(text),
    Kind.PERSON: _parse_person,
}


def format_value(field: Field, value: Value) -> str:
    """Return a stored value as the screen shows it; "" for none.

    A value that is not of the field's kind, such as a choice since withdrawn, stands as it is.
    """
    if isinstance(value, int):
        match field.kind:
            case Kind.MONEY:
                return amounts.format_money(value)
            case Kind.DECIMAL:
                return amounts.format_decimal(value, field.places)
            case Kind.INTEGER:
                return amounts.format_integer(value)
            case Kind.FLAG:
                return "Yes" if value else "No"
        return str(value)
    if value and field.kind is Kind.DATE:
        return format_date(value)
    if value and field.kind is Kind.CHOICE:
        return _label_of(field.choices, value)
    return value or ""


def plain_value(field: Field, value: Value) -> str:
    """Return a stored value as files carry it, so that `parse_value` gives it back.

    Dates are ISO, amounts have a point and no commas, flags are yes and no, choices their
    labels; "" for none. Texts are not guarded against formulas here.
    """
    if isinstance(value, int):
        match field.kind:
            case Kind.MONEY:
                return amounts.plain_money(value)
            case Kind.DECIMAL:
                return amounts.plain_decimal(value, field.places)
            case Kind.FLAG:
                return "yes" if value else "no"
        return str(value)
    if value and field.kind is Kind.CHOICE:
        return _label_of(field.choices, value)
    return value or ""


def _label_of(choices: tuple[Choice, ...], value: str) -> str:
    """Return the choice's label, or the value itself where the label means another choice."""
    for choice in choices:
        if choice.value == value:
            words = _choice_words(choices)
            label = choice.label.strip()
            meant = words.get(label) or words.get(label.casefold())
            return label if label and meant == value else value
    return value
