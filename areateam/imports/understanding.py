"""What a file is taken for before it is read through: its shape, its layout and why."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Literal

import msgspec

from areateam.catalogue.bare_words import bare_words
from areateam.catalogue.catalogue import Catalogue
from areateam.core.copies import replaced
from areateam.core.findings import Finding, Weight
from areateam.core.problems import FileProblem, UserProblem
from areateam.imports.contract_lists import profile_by_headers
from areateam.imports.import_mapping_rules import (
    Fit,
    ListMapping,
    best_fit,
    fit_of,
    headings_of,
    profile_from,
)
from areateam.imports.mapping import Layover, lay_over
from areateam.imports.profiles import Profile, Profiles, load_profiles
from areateam.imports.reader import (
    FileShape,
    examine,
    other_sheets,
    read,
    without_header,
)
from areateam.imports.recognise import (
    Reading,
    fits,
    other_layout,
    recognise,
    without_reasons,
)

_SAMPLE = 2000
_SHEETS_NAMED = 6


class ImportSettings(msgspec.Struct, frozen=True):
    """What the person who imports says of a file; anything left out is found out.

    `mapping` says what each column means; `columns` are single choices, heading to field.
    `date_order` is that of every column, `orders` that of single ones by heading.
    """

    profile: str = ""
    pct: str = ""
    encoding: str | None = None
    delimiter: str | None = None
    columns: Mapping[str, str] = msgspec.field(default_factory=dict)
    date_order: Literal["", "dmy", "mdy"] = ""
    orders: Mapping[str, Literal["", "dmy", "mdy"]] = msgspec.field(default_factory=dict)
    header_line: int = 0
    sheet: str = ""
    mapping: ListMapping | None = None


class Understood(msgspec.Struct, frozen=True):
    """What a file is taken for, before it is read through.

    `mapping` is the one it is read by, where it is one that was kept or given; `notes` say what
    of it the file lacks and what it never saw.
    """

    shape: FileShape
    layover: Layover
    reason: str
    mapping: ListMapping | None = None
    notes: tuple[Finding, ...] = ()


def understand(
    path: Path,
    catalogue: Catalogue,
    settings: ImportSettings,
    profiles: Profiles | None = None,
    saved: Sequence[ListMapping] = (),
) -> Understood:
    """Find out what a file is; `saved` are the mappings that people have kept.

    Raises FileProblem where it cannot be read, or is not a contractor file; the problem says
    what was seen and what would be needed.
    """
    profiles = profiles or load_profiles()
    constants = _constants(catalogue, settings)
    found = _taken_for(path, catalogue, settings, profiles, constants, saved)
    profile = found.profile
    if not any(part.kind == "contract" for part in profile.parts):
        constants = {}
    if settings.date_order:
        profile = replaced(profile, date_order=settings.date_order)
    profile = _in_orders(profile, found.reading.seen, settings.orders)
    layover = lay_over(catalogue, profile, found.reading.seen, constants)
    notes = (*found.notes, *(_notes(found.fit) if found.fit else ()))
    return Understood(found.reading.shape, layover, found.reason, found.mapping, notes)


def shape_of(path: Path, settings: ImportSettings) -> FileShape:
    """What the file is, as the person says: its encoding, delimiter, sheet and header line."""
    mapping = settings.mapping or ListMapping()
    return examine(
        path,
        encoding=settings.encoding or mapping.encoding or None,
        delimiter=settings.delimiter or mapping.delimiter or None,
        header=settings.header_line or mapping.header_line or None,
        sheet=settings.sheet or mapping.sheet or None,
    )


def sample_of(shape: FileShape) -> list[list[str]]:
    """The first records of a file."""
    chunk = next(read(shape, chunk=_SAMPLE), None)
    return chunk.records[:_SAMPLE] if chunk else []


class _Taken(msgspec.Struct, frozen=True):
    profile: Profile
    reason: str
    reading: Reading
    mapping: ListMapping | None = None
    fit: Fit | None = None
    notes: tuple[Finding, ...] = ()


def _constants(catalogue: Catalogue, settings: ImportSettings) -> dict[str, str]:
    if not settings.pct:
        return {}
    code = catalogue.directory.code_from_words("pct", settings.pct)
    if code is None:
        raise UserProblem("unknown-code", value=settings.pct)
    return {"contract.pct_code": code}


def _taken_for(
    path: Path,
    catalogue: Catalogue,
    settings: ImportSettings,
    profiles: Profiles,
    constants: Mapping[str, str],
    saved: Sequence[ListMapping],
) -> _Taken:
    shape = shape_of(path, settings)

    def take(sheet: FileShape) -> _Taken:
        return _taken_as(sheet, catalogue, settings, profiles, constants, saved)

    said = settings.sheet or (settings.mapping and settings.mapping.sheet)
    return take(shape) if said or len(shape.sheets) < 2 else _of_sheets(shape, take)


def _of_sheets(first: FileShape, take: Callable[[FileShape], _Taken]) -> _Taken:
    """The first sheet of a workbook that is a list, with a note of those that were not read.

    Raises what was said of the first sheet, where none is a list.
    """
    lists: list[_Taken] = []
    refused: FileProblem | UserProblem | None = None
    others: list[str] = []
    for shape in (first, *other_sheets(first)):
        try:
            lists.append(take(shape))
        except (FileProblem, UserProblem) as problem:
            refused = refused or problem
            others.append(shape.sheet)
    if not lists:
        assert refused is not None
        raise refused
    chosen, *rivals = lists
    sheet = chosen.reading.shape.sheet
    names = [rival.reading.shape.sheet for rival in rivals]
    if names:
        code, told, weight = "sheet-one-of-several", names, Weight.DOUBTFUL
    else:
        code, told, weight = "sheet-chosen", others, Weight.NOTE
    if not told:
        return chosen
    listed = ", ".join(f"“{name}”" for name in told[:_SHEETS_NAMED])
    return replaced(chosen, notes=(Finding(0, "", code, sheet, listed, weight),))


def _taken_as(
    shape: FileShape,
    catalogue: Catalogue,
    settings: ImportSettings,
    profiles: Profiles,
    constants: Mapping[str, str],
    saved: Sequence[ListMapping],
) -> _Taken:
    path = shape.path
    if settings.mapping:
        reading = without_reasons(shape, sample_of(shape))
        return _by_mapping(settings.mapping, catalogue, reading, "named by you")
    readings = list(_readings(shape, settings))
    if settings.profile:
        profile = profiles.named(settings.profile)
        wanted = [r for r in readings if fits(profile.recognise, r.seen, r.sample)]
        return _Taken(profile, "named by you", (wanted or readings)[0])
    for reading in readings:
        if found := recognise(profiles, reading.seen, reading.sample):
            return _Taken(found.profile, found.reason, reading)
    if kept := _by_saved(path, catalogue, settings, readings[0], saved):
        return kept
    first = readings[0]
    if known := other_layout(profiles, first.seen, first.sample):
        raise FileProblem("file-of-another-kind", shape.path, seen=known)
    profile, reason = profile_by_headers(
        catalogue, first.seen, first.sample, settings.columns, constants.keys()
    )
    return _Taken(profile, reason, first)


def _by_saved(
    path: Path,
    catalogue: Catalogue,
    settings: ImportSettings,
    reading: Reading,
    saved: Sequence[ListMapping],
) -> _Taken | None:
    """The file read by the kept mapping that fits it; None where none does, or a person said."""
    if settings.columns:
        return None
    best = best_fit(saved, reading.seen)
    if best is None or not best[1].is_full:
        for mapping in saved:
            if other := _read_as_kept(path, settings, mapping):
                return _by_mapping(mapping, catalogue, other, f"kept as “{mapping.name}”")
    if best is None:
        return None
    mapping = best[0]
    try:
        return _by_mapping(mapping, catalogue, reading, f"kept as “{mapping.name}”")
    except (FileProblem, UserProblem):
        return None  # it lacks the key or the type: the headings may still say enough


def _read_as_kept(path: Path, settings: ImportSettings, mapping: ListMapping) -> Reading | None:
    """The file read as a mapping says that such files are to be read; None where it is not one."""
    if not (mapping.encoding or mapping.delimiter or mapping.header_line or mapping.sheet):
        return None
    try:
        shape = shape_of(path, replaced(settings, mapping=mapping))
    except FileProblem:
        return None
    reading = without_reasons(shape, sample_of(shape))
    return reading if fit_of(mapping, reading.seen).is_full else None


def _by_mapping(
    mapping: ListMapping, catalogue: Catalogue, reading: Reading, reason: str
) -> _Taken:
    fit = fit_of(mapping, reading.seen)
    profile = profile_from(mapping, catalogue, reading.seen, reading.sample)
    return _Taken(profile, f"{reason}, {fit.taken} columns", reading, mapping, fit)


def _notes(fit: Fit) -> tuple[Finding, ...]:
    missing = [Finding(0, "", "mapping-lacks", name, weight=Weight.NOTE) for name in fit.missing]
    added = [Finding(0, "", "header-unknown", name, weight=Weight.NOTE) for name in fit.added]
    return (*missing, *added)


def _in_orders(
    profile: Profile, shape: FileShape, orders: Mapping[str, Literal["", "dmy", "mdy"]]
) -> Profile:
    """The profile with the order of dates that a person gave for single columns.

    Raises UserProblem("unknown-column").
    """
    if not orders:
        return profile
    headings = [bare_words(name) for name, _ in headings_of(shape)]
    by_place = {}
    for name, order in orders.items():
        if bare_words(name) not in headings:
            raise UserProblem("unknown-column", column=name)
        by_place[headings.index(bare_words(name))] = order
    names = [name.strip() for name in shape.header]
    columns = []
    for column in profile.columns:
        place = column.at if column.at >= 0 else names.index(column.name)
        columns.append(replaced(column, dates=by_place[place]) if place in by_place else column)
    return replaced(profile, columns=tuple(columns))


def _readings(shape: FileShape, settings: ImportSettings) -> Iterator[Reading]:
    """The ways to take a file: as it is, and without a header.

    A file of one or two lines may have its first taken for a header.
    """
    yield without_reasons(shape, sample_of(shape))
    if shape.header and shape.kind == "text" and not settings.header_line:
        bare = without_header(shape, settings.delimiter)
        yield without_reasons(bare, sample_of(bare))
