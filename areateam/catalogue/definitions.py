"""What the definitions become once loaded: groups, contract types, sections and rule sets."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

import msgspec

from areateam.core.fields import Field

if TYPE_CHECKING:
    from collections.abc import Collection


class Evidence(StrEnum):
    """How a fact is known."""

    SOURCE = "S"
    """The source itself was read."""
    SISTER = "D"
    """A sister or later provision was read and is taken to match."""
    OWN = "K"
    """Own knowledge; always with a confidence in per cent."""


class Term(StrEnum):
    """Whether an agreement has an end."""

    OPEN = "open"
    """It runs until somebody ends it: an absent end date is right."""
    FIXED = "fixed"
    """It ends on a date: an absent end date is a finding."""
    EITHER = "either"
    """The agreement itself says."""
    UNSTATED = "unstated"
    """The kind is not known, so neither is this."""


class Side(StrEnum):
    """A side of an agreement."""

    CONTRACTOR = "contractor"
    COMMISSIONER = "commissioner"


class Mark(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """How a fact is known; `confidence` in per cent, for own knowledge only."""

    evidence: Evidence
    confidence: int | None = None


class RuleSet(Mark, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A set of regulations and the first and last day on which it holds."""

    title: str
    short: str
    valid_from: date
    valid_to: date | None = None
    note: str = ""

    def holds_on(self, day: date) -> bool:
        """Whether the rule set is in force on the day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


class Notice(Mark, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The notice that one side must give to end an agreement.

    `months` is None where the agreement itself names the period. `parties` (kinds of
    contractor) and `flag` (a field that must say yes) limit the notice to some contracts.
    """

    by: Side
    source: str
    months: int | None = None
    parties: tuple[str, ...] = ()
    flag: str = ""
    when: str = ""

    def fits(self, party: str, flags: Collection[str]) -> bool:
        """Whether the notice is meant for such a contractor with these flags set."""
        return (not self.parties or party in self.parties) and (not self.flag or self.flag in flags)


class DecideBefore(Mark, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """How many months before the end a decision about the time after it is wanted."""

    months: int
    source: str


class StatusWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The words for each state of a contract of one type."""

    not_started: str
    current: str
    ending: str
    suspended: str
    terminated: str
    ended: str


class Group(msgspec.Struct, frozen=True):
    """One of the contractor groups, such as dental."""

    key: str
    label: str
    order: int = 0


class Section(msgspec.Struct, frozen=True):
    """A titled part of a record's page and the fields in it, in order."""

    key: str
    label: str
    fields: tuple[Field, ...]


class ContractType(msgspec.Struct, frozen=True):
    """A kind of agreement.

    `agreement` is the word for one ("contract", "listing"). `may_become` names the types a
    contract may turn out to be where the source did not say; empty for every other type.
    """

    key: str
    label: str
    short: str
    group: str
    agreement: str
    term: Term
    help: str
    status_words: StatusWords
    sections: tuple[Section, ...]
    term_mark: Mark | None = None
    synonyms: tuple[str, ...] = ()
    may_become: tuple[str, ...] = ()
    decide_before_end: DecideBefore | None = None
    notices: tuple[Notice, ...] = ()
    regulations: tuple[RuleSet, ...] = ()
    order: int = 0
    core_hours: str = ""
    """The rule of how many hours a week it must be open; blank where its agreement says."""

    @property
    def is_unstated(self) -> bool:
        """Whether the type says that the source did not name the kind."""
        return self.term is Term.UNSTATED

    @property
    def fields(self) -> tuple[Field, ...]:
        """Every field of the type, in the order of its sections."""
        return tuple(field for section in self.sections for field in section.fields)

    def notice(self, by: Side, party: str = "", flags: Collection[str] = ()) -> Notice | None:
        """The notice this side must give; None where it may not end the agreement by notice.

        `party` is a kind of contractor, `flags` the keys of the fields that say yes. The
        notice with most limits that still fits is taken.
        """
        fitting = [n for n in self.notices if n.by is by and n.fits(party, flags)]
        return max(fitting, key=lambda n: bool(n.parties) + bool(n.flag), default=None)

    def rules_on(self, day: date) -> RuleSet | None:
        """The regulations in force for the type on the day."""
        return next((rules for rules in self.regulations if rules.holds_on(day)), None)
