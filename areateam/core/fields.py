"""What a field is: the one definition that forms, columns, imports and exports follow."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """The kinds of value, with what is stored for each."""

    TEXT = "text"  # str
    CODE = "code"  # str; upper case, no blanks at the ends, leading zeros kept
    POSTCODE = "postcode"  # str, "NG1 5FS"
    PHONE = "phone"  # str, as written less padding
    EMAIL = "email"  # str
    DATE = "date"  # str, ISO 8601 "2012-11-01"
    MONEY = "money"  # int, pence
    INTEGER = "integer"  # int
    DECIMAL = "decimal"  # int, scaled by 10 ** places
    FLAG = "flag"  # int, 0 or 1
    CHOICE = "choice"  # str, one of the choices' values
    BODY = "body"  # str, the code of an organisation
    PERSON = "person"  # int, the id of a person


Value = str | int | None


@dataclass(frozen=True, slots=True)
class Choice:
    """One allowed value of a choice field, its label and the words a file may use for it."""

    value: str
    label: str
    synonyms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a record.

    `column` is the name of the real column it is stored in, or "" where the value lives in
    the record's `terms`. `places` is the number of decimals kept by a decimal field.
    `minimum` and `maximum` are limits in stored units (pence, scaled decimals, ISO dates).
    `synonyms` are header words that mean this field in files from others.
    """

    key: str
    label: str
    kind: Kind = Kind.TEXT
    unit: str = ""
    help: str = ""
    column: str = ""
    choices: tuple[Choice, ...] = ()
    body_kinds: tuple[str, ...] = ()
    minimum: int | str | None = None
    maximum: int | str | None = None
    max_length: int = 250
    places: int = 0
    required: bool = False
    indexed: bool = False
    editable: bool = True
    group: str = ""
    synonyms: tuple[str, ...] = ()
