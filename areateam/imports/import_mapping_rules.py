"""What a person says of a list's columns, as data: known by headings, laid over any such file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal

import msgspec

from areateam.catalogue.bare_words import bare_words
from areateam.catalogue.catalogue import Catalogue
from areateam.core.copies import replaced
from areateam.core.fields import Field, Kind
from areateam.core.findings import Fault
from areateam.core.problems import UserProblem
from areateam.core.values import parse_value
from areateam.imports.contract_lists import (
    contract_list,
    group_of_types,
    meaning_of,
    target_named,
)
from areateam.imports.mapping import field_of
from areateam.imports.profiles import Case, Clear, ColumnMeaning, Constant, Profile
from areateam.imports.reader import FileShape
from areateam.imports.splits import SPLITS

Lines = Literal["both", "new", "known", "fill"]
"""Which lines count: new and known ones; new ones alone; known ones alone; new ones, and of known
ones what the register does not have."""

_TYPE = "contract.contract_type"
_NUMBERS = frozenset({"contract.contract_no", "contract.ods_code"})
"""What a contract is known by where nobody chose."""
_MOST_MISSING = 0.5


class ColumnPlan(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What one column states. It is the `nth` of those with its heading, counted from 1.

    `to` are targets such as "contract.ods_code"; none: the column is not taken. With `split` each
    piece goes to the target at its place, "" for none. `join` are headings of columns whose cells
    are put after it. `words`, `blanks`, `case`, `clear` and `dates` are as in `ColumnMeaning`.
    """

    heading: str
    nth: int = 1
    to: tuple[str, ...] = ()
    split: str = ""
    join: tuple[str, ...] = ()
    joiner: str = " "
    case: Case = ""
    words: dict[str, str] = {}
    blanks: tuple[str, ...] = ()
    clear: Clear = ""
    dates: Literal["", "dmy", "mdy"] = ""

    def changed(self, **values: Any) -> ColumnPlan:
        """The same with other values."""
        return replaced(self, **values)

    @property
    def key(self) -> tuple[str, int]:
        """What the column is known by."""
        return bare_words(self.heading), self.nth

    @property
    def targets(self) -> tuple[str, ...]:
        """What is stated by the column, blanks left out."""
        return tuple(filter(None, self.to))


class ListMapping(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What every column of a list means, by headings, with what holds for the whole of it.

    `constants` are values of targets that every line states. `key` are the targets by which a
    contract is known; none: its number, with its PCT, or its ODS code. `encoding`, `delimiter`,
    `header_line` and `sheet` are what a person said of the file, blank where it is found out.
    """

    name: str = ""
    columns: tuple[ColumnPlan, ...] = ()
    constants: dict[str, str] = {}
    key: tuple[str, ...] = ()
    lines: Lines = "both"
    encoding: str = ""
    delimiter: str = ""
    header_line: int = 0
    sheet: str = ""

    def changed(self, **values: Any) -> ListMapping:
        """The same with other values."""
        return replaced(self, **values)

    def plan_of(self, heading: str, nth: int = 1) -> ColumnPlan | None:
        """What a column of that heading states; None for a column that it does not know."""
        key = bare_words(heading), nth
        return next((plan for plan in self.columns if plan.key == key), None)


class Fit(msgspec.Struct, frozen=True):
    """How a mapping and a file's headings agree: what it takes and misses, what it never saw."""

    taken: int
    missing: tuple[str, ...]
    added: tuple[str, ...]

    @property
    def is_full(self) -> bool:
        """Whether nothing needs to be asked."""
        return self.taken > 0 and not self.missing and not self.added

    @property
    def is_usable(self) -> bool:
        """Whether most of what the mapping takes is there."""
        return self.taken > 0 and len(self.missing) <= _MOST_MISSING * self.taken


def headings_of(shape: FileShape) -> list[tuple[str, int]]:
    """Each column's heading with its number among those alike; without a header, the number."""
    names = list(shape.header) + [""] * (shape.width - len(shape.header))
    seen: dict[str, int] = {}
    found = []
    for name in names[: shape.width]:
        bare = bare_words(name)
        seen[bare] = seen.get(bare, 0) + 1
        found.append((name.strip(), seen[bare]))
    return found


def fit_of(mapping: ListMapping, shape: FileShape) -> Fit:
    """How a mapping fits a file, whatever the order of its columns."""
    there = {(bare_words(name), nth): name for name, nth in headings_of(shape)}
    known = {plan.key for plan in mapping.columns}
    wanted = [plan for plan in mapping.columns if plan.targets]
    joined = {bare_words(name) for plan in wanted for name in plan.join}
    missing = [plan.heading for plan in wanted if plan.key not in there]
    missing += [name for name in joined if (name, 1) not in there]
    added = [name or "a column without a heading" for key, name in there.items()
             if key not in known and (name or not shape.header)]  # fmt: skip
    return Fit(len(wanted) - len(missing), tuple(missing), tuple(added))


def best_fit(saved: Sequence[ListMapping], shape: FileShape) -> tuple[ListMapping, Fit] | None:
    """The saved mapping that fits a file best; None where none is usable."""
    fits = [(mapping, fit_of(mapping, shape)) for mapping in saved]
    usable = [(mapping, fit) for mapping, fit in fits if fit.is_usable]
    if not usable:
        return None
    return max(
        usable,
        key=lambda each: (
            each[1].is_full,
            each[1].taken - len(each[1].missing) - len(each[1].added),
        ),
    )


def check_mapping(mapping: ListMapping, catalogue: Catalogue) -> None:
    """Refuse a mapping that names what is not there.

    Raises UserProblem: unknown-field, unknown-split, unknown-code, constant-unusable,
    field-repeated.
    """
    for plan in mapping.columns:
        if plan.split and plan.split not in SPLITS:
            raise UserProblem("unknown-split", name=plan.split, known=", ".join(SPLITS))
    names = [name for plan in mapping.columns for name in plan.targets]
    _refuse_doubled(catalogue, [target_named(catalogue, name) for name in names])
    constants_of(mapping, catalogue)
    for name in mapping.key:
        target_named(catalogue, name)


def profile_from(
    mapping: ListMapping,
    catalogue: Catalogue,
    shape: FileShape,
    sample: Sequence[Sequence[str]],
) -> Profile:
    """The profile of a file read by a mapping; what it lacks of the mapping's columns is unstated.

    Raises UserProblem as `check_mapping`, and mapping-states-nothing where it has nothing beside
    the key, mapping-key-unstated; FileProblem("not-a-contractor-file").
    """
    check_mapping(mapping, catalogue)
    places = {
        (bare_words(name), nth): place for place, (name, nth) in enumerate(headings_of(shape))
    }
    plans = [plan for plan in mapping.columns if plan.targets and plan.key in places]
    constants = constants_of(mapping, catalogue)
    group = _group_of(mapping, catalogue, plans, places, sample, constants)
    assigned = [target_named(catalogue, name) for plan in plans for name in plan.targets]
    meanings = [
        meaning
        for plan in plans
        for meaning in _meanings_of(plan, mapping.lines, catalogue, places, assigned)
    ]
    key = [target_named(catalogue, name) for name in mapping.key]
    refuse_idle(mapping.changed(columns=tuple(plans)), catalogue)
    profile = contract_list(
        shape, meanings, group, constants.keys(), key=key, make=mapping.lines != "known"
    )
    return replaced(
        profile,
        key=f"mapping:{mapping.name}" if mapping.name else profile.key,
        label=mapping.name or profile.label,
        constants=tuple(
            Constant(name, value, _MODES[mapping.lines]) for name, value in constants.items()
        ),
    )


_MODES: Mapping[Lines, Literal["set", "fill", "new"]] = {
    "both": "set",
    "known": "set",
    "fill": "fill",
    "new": "new",
}


def _meanings_of(
    plan: ColumnPlan,
    lines: Lines,
    catalogue: Catalogue,
    places: Mapping[tuple[str, int], int],
    assigned: Sequence[str],
) -> Iterator[ColumnMeaning]:
    place = places[plan.key]
    joined = tuple(places[key] for name in plan.join if (key := (bare_words(name), 1)) in places)
    pieces: Sequence[str] = SPLITS[plan.split].pieces if plan.split else ("",)
    for piece, name in (
        zip(pieces, plan.to, strict=False) if plan.split else [("", plan.targets[0])]
    ):
        if not name:
            continue
        meaning = meaning_of(place, target_named(catalogue, name), assigned)
        yield replaced(
            meaning,
            to=tuple(dict.fromkeys((*meaning.to, *(() if plan.split else plan.targets[1:])))),
            mode=_MODES[lines],
            take=f"{plan.split}.{piece}" if piece else "",
            words=plan.words,
            blanks=plan.blanks,
            joined=joined,
            joiner=plan.joiner,
            case=plan.case,
            clear=plan.clear,
            dates=plan.dates,
        )


def _refuse_doubled(catalogue: Catalogue, assigned: Sequence[str]) -> None:
    for name in assigned:
        if assigned.count(name) > 1:
            raise UserProblem("field-repeated", label=field_of(catalogue, name)[1].label, detail="")


def refuse_idle(mapping: ListMapping, catalogue: Catalogue) -> None:
    """Refuse a mapping without its key, or with nothing beside what a line is known by.

    Raises UserProblem: mapping-key-unstated, mapping-type-unstated, mapping-states-nothing.
    """
    stated = {
        target_named(catalogue, name) for plan in mapping.columns for name in plan.targets
    } | constants_of(mapping, catalogue).keys()
    key = [target_named(catalogue, name) for name in mapping.key]
    for name in key:
        if name not in stated:
            label = field_of(catalogue, name)[1].label
            raise UserProblem("mapping-key-unstated", label=label)
    if not key and not stated & _NUMBERS:
        raise UserProblem("mapping-key-unstated", label="a contract number or an ODS code")
    if _TYPE not in stated and mapping.lines != "known":
        raise UserProblem("mapping-type-unstated")
    if not stated - (set(key) or _NUMBERS | {"contract.pct_code"}) - {_TYPE}:
        raise UserProblem("mapping-states-nothing")


def constants_of(mapping: ListMapping, catalogue: Catalogue) -> dict[str, str]:
    """The values that every line states, by target, as the register keeps them in files.

    Raises UserProblem: unknown-field, unknown-code, constant-unusable.
    """
    found = {}
    for name, text in mapping.constants.items():
        target = target_named(catalogue, name)
        field = field_of(catalogue, target)[1]
        found[target] = _constant(catalogue, field, text)
    return found


def _constant(catalogue: Catalogue, field: Field, text: str) -> str:
    if field.kind is Kind.BODY:
        directory = catalogue.directory
        codes = (directory.code_from_words(kind, text) for kind in field.body_kinds)
        code = next(filter(None, codes), None)
        if code is None:
            raise UserProblem("unknown-code", value=text)
        return code
    if field.key == "contract_type":
        text = catalogue.type_from_words("", text) or text
    value = parse_value(field, text)
    if value is None or isinstance(value, Fault):
        raise UserProblem("constant-unusable", label=field.label, value=text)
    return text


def _group_of(
    mapping: ListMapping,
    catalogue: Catalogue,
    plans: Sequence[ColumnPlan],
    places: Mapping[tuple[str, int], int],
    sample: Sequence[Sequence[str]],
    constants: Mapping[str, str],
) -> str:
    """The group of all the types that the file states; "" where they are of several."""
    if kind := catalogue.types.get(constants.get(_TYPE, "")):
        return kind.group
    for plan in plans:
        if _TYPE in plan.targets and not plan.split:
            place = places[plan.key]
            cells = {record[place].strip() for record in sample}
            return group_of_types(catalogue, (plan.words.get(cell, cell) for cell in cells))
    return _group_of_fields(mapping, catalogue)


def _group_of_fields(mapping: ListMapping, catalogue: Catalogue) -> str:
    """The one group that has all the fields that the mapping states of contracts."""
    keys = {name.partition(".")[2] for plan in mapping.columns for name in plan.targets
            if name.startswith("contract.")}  # fmt: skip
    groups = [
        group
        for group in catalogue.groups
        if keys <= {field.key for field in catalogue.fields_of(group)}
    ]
    return groups[0] if len(groups) == 1 else ""
