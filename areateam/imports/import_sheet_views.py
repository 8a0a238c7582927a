"""A list's columns before they are read by a mapping: what each holds and what it probably is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from areateam.catalogue.catalogue import Catalogue
from areateam.core.copies import replaced
from areateam.core.dates import DateOrder, decide_order
from areateam.core.fields import Field, Kind
from areateam.core.problems import Problem
from areateam.imports.import_mapping_rules import (
    ColumnPlan,
    ListMapping,
    best_fit,
    check_mapping,
    fit_of,
    headings_of,
    profile_from,
    refuse_idle,
)
from areateam.imports.import_suggestion_rules import Judgement, judge, suggest
from areateam.imports.mapping import field_of
from areateam.imports.reader import FileShape, read
from areateam.imports.splits import SPLITS
from areateam.imports.understanding import ImportSettings, sample_of, shape_of

__all__ = [
    "SPLITS",
    "ColumnPlan",
    "Judgement",
    "ListMapping",
    "MappingSheet",
    "SheetColumn",
    "judge",
    "key_targets",
    "mapping_words",
    "problem_of",
    "refuse_mapping",
    "sheet_from",
    "sheet_of",
    "sheet_words",
    "target_field",
    "target_labels",
]

_READ = 50_000
"""Records looked at for what columns hold; the reading itself looks at all of them."""
_KEPT = 400
_SAMPLES = 3
_KEYS = frozenset({Kind.CODE, Kind.TEXT, Kind.BODY, Kind.DATE, Kind.CHOICE})


class SheetColumn(msgspec.Struct, frozen=True):
    """One column: its heading, what it holds, and how well its plan suits.

    `cells` are its commonest distinct cells with their numbers; `order` is what its dates prove,
    "" where it has none, and `example` a date that can be read both ways.
    """

    heading: str
    nth: int
    cells: dict[str, int]
    filled: int
    distinct: int
    order: str
    example: str
    judgement: Judgement

    @property
    def samples(self) -> tuple[str, ...]:
        """Three of its values."""
        return tuple(self.cells)[:_SAMPLES]


class MappingSheet(msgspec.Struct, frozen=True):
    """A file's columns with the mapping it would be read by.

    `kept` says that the mapping was saved under its name; `missing` and `added` are headings that
    it has and the file lacks, and the other way round. `lines` is how many were looked at.
    """

    path: str
    encoding: str
    delimiter: str
    header_line: int
    sheet: str
    sheets: tuple[str, ...]
    lines: int
    columns: tuple[SheetColumn, ...]
    mapping: ListMapping
    kept: bool = False
    missing: tuple[str, ...] = ()
    added: tuple[str, ...] = ()


def sheet_of(
    path: Path,
    catalogue: Catalogue,
    settings: ImportSettings,
    saved: Sequence[ListMapping] = (),
) -> MappingSheet:
    """Look at a file's columns. Raises FileProblem where it cannot be read as records."""
    shape = shape_of(path, settings)
    mapping = settings.mapping
    if mapping is None and (found := best_fit(saved, shape)):
        mapping = found[0]
    fit = fit_of(mapping, shape) if mapping else None
    counters, lines = _counted(shape)
    headings = headings_of(shape)
    if mapping is None:
        plans = suggest(catalogue, headings, counters)
        mapping = ListMapping(columns=tuple(plans))
    else:
        mapping = _completed(mapping, catalogue, headings, counters)
    if settings.pct:
        constants = {**mapping.constants, "contract.pct_code": settings.pct}
        mapping = replaced(mapping, constants=constants)
    by_key = {plan.key: plan for plan in mapping.columns}
    columns = []
    for (name, nth), cells in zip(headings, counters, strict=True):
        plan = by_key[ColumnPlan(name, nth).key]
        columns.append(_column(catalogue, plan, cells))
    return MappingSheet(
        path=str(path),
        encoding=shape.encoding,
        delimiter=shape.delimiter,
        header_line=shape.header_line or 0,
        sheet=shape.sheet,
        sheets=shape.sheets,
        lines=lines,
        columns=tuple(columns),
        mapping=mapping,
        kept=any(mapping.name and each == mapping for each in saved),
        missing=fit.missing if fit else (),
        added=fit.added if fit else (),
    )


def _counted(shape: FileShape) -> tuple[list[Counter[str]], int]:
    counters: list[Counter[str]] = [Counter() for _ in range(shape.width)]
    lines = 0
    for chunk in read(shape):
        for counter, cells in zip(counters, zip(*chunk.records, strict=True), strict=False):
            counter.update(filter(None, map(str.strip, cells)))
        lines += len(chunk.lines)
        if lines >= _READ:
            break
    return counters, lines


def _completed(
    mapping: ListMapping,
    catalogue: Catalogue,
    headings: Sequence[tuple[str, int]],
    columns: Sequence[Mapping[str, int]],
) -> ListMapping:
    """The mapping with a plan for each column of the file; new ones as they are suggested."""
    known = {plan.key: plan for plan in mapping.columns}
    taken = {name for plan in mapping.columns for name in plan.targets}
    plans = []
    for plan in suggest(catalogue, headings, columns):
        if plan.key in known:
            plans.append(known[plan.key])
        elif taken & set(plan.targets):
            plans.append(ColumnPlan(plan.heading, plan.nth))
        else:
            plans.append(plan)
    there = {plan.key for plan in plans}
    plans += [plan for plan in mapping.columns if plan.key not in there]
    return replaced(mapping, columns=tuple(plans))


def _column(catalogue: Catalogue, plan: ColumnPlan, cells: Counter[str]) -> SheetColumn:
    found = decide_order(cells)
    dated = found.order is not DateOrder.ISO
    return SheetColumn(
        heading=plan.heading,
        nth=plan.nth,
        cells=dict(cells.most_common(_KEPT)),
        filled=sum(cells.values()),
        distinct=len(cells),
        order=found.order.value if dated else "",
        example=found.sample if dated else "",
        judgement=judge(catalogue, plan, cells),
    )


def sheet_words(sheet: MappingSheet) -> str:
    """A sheet as a text, for the window that asked our command for it."""
    return msgspec.json.encode(sheet).decode()


def sheet_from(document: Mapping[str, Any]) -> MappingSheet:
    """The sheet that a command gave."""
    return msgspec.convert(document, MappingSheet)


def mapping_words(mapping: ListMapping) -> str:
    """A mapping as a text, for our command."""
    return msgspec.json.encode(mapping).decode()


def problem_of(
    mapping: ListMapping, catalogue: Catalogue, path: Path, settings: ImportSettings
) -> Problem | None:
    """Why a file cannot be read by a mapping; None where it can."""
    shape = shape_of(path, settings)
    try:
        profile_from(mapping, catalogue, shape, sample_of(shape))
    except Problem as problem:
        return problem
    return None


def refuse_mapping(mapping: ListMapping, catalogue: Catalogue) -> Problem | None:
    """Why a mapping cannot be meant, whatever the file; None where it can."""
    try:
        check_mapping(mapping, catalogue)
        refuse_idle(mapping, catalogue)
    except Problem as problem:
        return problem
    return None


def key_targets(catalogue: Catalogue) -> list[tuple[str, str]]:
    """The targets by which a contract may be known, with their words."""
    return [
        (f"contract.{field.key}", field.label)
        for field in catalogue.fields.values()
        if field.column and field.editable and field.kind in _KEYS
    ]


def target_field(catalogue: Catalogue, name: str) -> Field:
    """The field of a target such as "site.postcode"; UserProblem("unknown-field")."""
    return field_of(catalogue, name)[1]


def target_labels(catalogue: Catalogue, group: str = "") -> list[tuple[str, str]]:
    """Every target that a column may feed, with its words: "Postcode (site)"."""
    groups = [group] if group else list(catalogue.groups)
    own = {field.key: field for key in groups for field in catalogue.fields_of(key)}
    found = []
    for kind, words, fields in (
        ("contract", "", own),
        ("site", "site", catalogue.site_fields),
        ("contractor", "contractor", catalogue.contractor_fields),
    ):
        for field in fields.values():
            if field.editable:
                label = f"{field.label} ({words})" if words else field.label
                found.append((f"{kind}.{field.key}", label))
    return found
