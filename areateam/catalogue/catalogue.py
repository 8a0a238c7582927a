"""The catalogue: contract types, groups, fields and organisations, loaded and checked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache, cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

from areateam.catalogue.bare_words import bare_words
from areateam.catalogue.bodies import Body, Directory, read_directory, read_holidays
from areateam.catalogue.case_template_definitions import (
    CaseTemplates,
    read_case_templates,
    template_faults,
)
from areateam.catalogue.clock_definitions import ClockRules, OwnFigure, read_clock_rules
from areateam.catalogue.definition_checks import (
    CONTRACT_TYPES,
    check_definitions,
    check_headers,
    check_words,
    header_words,
    type_words,
)
from areateam.catalogue.definition_files import (
    RECORDS,
    CatalogueProblem,
    Definitions,
    FieldSpec,
    Placed,
    TypeSpec,
    read_definitions,
)
from areateam.catalogue.definitions import ContractType, Group, Section
from areateam.catalogue.duty_definitions import Matrices, check_matrices, read_matrices
from areateam.catalogue.letter_definitions import Letters, check_letters, read_letters
from areateam.catalogue.procedure_definitions import (
    Procedure,
    Procedures,
)
from areateam.catalogue.procedure_files import check_procedures, read_procedures
from areateam.catalogue.programme_definitions import Programmes, read_programmes
from areateam.core.copies import replaced
from areateam.core.fields import Choice, Field, Kind

__all__ = ["Catalogue", "CatalogueProblem", "load_catalogue", "resources_folder"]

T = TypeVar("T")
NHS_BEGAN = date(1948, 7, 5)
LAST_DATE = date(2050, 12, 31)


@dataclass(frozen=True)
class Catalogue:
    """Every definition of one set of folders; made by `load_catalogue`, never changed.

    `fields` are the fields of a contract of any group by key; `computed` are the keys of
    those that are worked out and never stored. `own_figures` and `own_procedures` are what one
    register has of its own; see `with_own`.
    """

    folder: Path
    groups: Mapping[str, Group]
    types: Mapping[str, ContractType]
    fields: Mapping[str, Field]
    contractor_fields: Mapping[str, Field]
    site_fields: Mapping[str, Field]
    computed: frozenset[str]
    own_figures: tuple[OwnFigure, ...] = ()
    own_procedures: tuple[Procedure, ...] = ()
    _files: dict[Path, Any] = field(default_factory=dict, repr=False, compare=False)

    def with_own(
        self, figures: tuple[OwnFigure, ...], procedures: tuple[Procedure, ...]
    ) -> Catalogue:
        """The shipped definitions with these laid over, whatever was laid over before.

        The same again gives the same catalogue, so that nothing is checked twice.
        """
        for laid in tuple(self._last_laid):
            if (laid.own_figures, laid.own_procedures) == (figures, procedures):
                return laid
        laid = replace(self, own_figures=figures, own_procedures=procedures)
        # Registers that are open beside each other lay theirs over the same definitions.
        self._last_laid[:] = [laid]
        return laid

    @cached_property
    def shipped(self) -> Catalogue:
        """The definitions of the files alone."""
        is_laid = self.own_figures or self.own_procedures
        return replace(self, own_figures=(), own_procedures=()) if is_laid else self

    @cached_property
    def _last_laid(self) -> list[Catalogue]:
        return []

    def sections_for(self, type_key: str) -> tuple[Section, ...]:
        """The parts of the record page of a contract of this type. KeyError if unknown."""
        return self.types[type_key].sections

    def fields_for(self, type_key: str) -> tuple[Field, ...]:
        """The fields of a contract of this type, in page order. KeyError if unknown."""
        return self.types[type_key].fields

    def types_of(self, group: str) -> tuple[ContractType, ...]:
        """The types of a group, in the order people name them."""
        return tuple(kind for kind in self.types.values() if kind.group == group)

    def fields_of(self, group: str) -> tuple[Field, ...]:
        """The fields that contracts of a group may have, each once, in page order."""
        listed = {f.key: f for kind in self.types_of(group) for f in kind.fields}
        return tuple(listed.values())

    def headers_of(self, group: str) -> Mapping[str, Field]:
        """The field that each header means, by `bare_words`, in files of one group."""
        return {bare_words(w): f for f in self.fields_of(group) for w in header_words(f)}

    def type_from_words(self, group: str, text: str) -> str | None:
        """The key of the type a file means; None where no type or more than one is meant.

        `group` "" looks through every group.
        """
        bare = bare_words(text)
        if group:
            return self._type_words.get((group, bare))
        meant = {self._type_words.get((key, bare)) for key in self.groups} - {None}
        return meant.pop() if len(meant) == 1 else None

    @property
    def bodies(self) -> tuple[Body, ...]:
        """Every organisation. Read on first use; CatalogueProblem if the file is faulty."""
        return tuple(self.directory.bodies.values())

    def body(self, code: str, kind: str = "") -> Body:
        """The organisation with this code; UserProblem("unknown-code") if there is none."""
        return self.directory.body(code, kind)

    @cached_property
    def directory(self) -> Directory:
        """The organisations and their links, with ways to look them up."""
        return _once(self._files, self.folder / "organisations", read_directory)

    def holidays(self, calendar: str = "england") -> Mapping[date, str]:
        """The bank holidays of a calendar by day. CatalogueProblem if it is missing or faulty."""
        return read_holidays(self.folder / "calendars" / f"{calendar}.csv")

    @cached_property
    def clock_rules(self) -> ClockRules:
        """Every time limit and threshold. Read on first use; CatalogueProblem if faulty."""
        return _once(self._files, self.folder / "rules", read_clock_rules).with_own(
            self.own_figures
        )

    @cached_property
    def procedures(self) -> Procedures:
        """Every procedure. Read on first use; CatalogueProblem if one is faulty."""
        shipped = _once(self._files, self.folder / "procedures", read_procedures)
        found = shipped.with_own(self.own_procedures)
        faults = check_procedures(found, self.clock_rules, self.groups, self.fields)
        if faults:
            raise CatalogueProblem(faults)
        return found

    @cached_property
    def programmes(self) -> Programmes:
        """Every programme of a hand-over. Read on first use; CatalogueProblem if faulty."""
        return _once(self._files, self.folder / "programmes", read_programmes)

    @cached_property
    def case_templates(self) -> CaseTemplates:
        """What cases are opened with from elsewhere; CatalogueProblem if one is faulty."""
        found = _once(self._files, self.folder / "case_templates", read_case_templates)
        if faults := list(template_faults(found, self.procedures)):
            raise CatalogueProblem(faults)
        return found

    @cached_property
    def letters(self) -> Letters:
        """Every letter. Read on first use; CatalogueProblem if one is faulty."""
        found = _once(self._files, self.folder / "letters", read_letters)
        faults = check_letters(found, self.procedures, self.clock_rules, self.groups, self.types)
        if faults:
            raise CatalogueProblem(faults)
        return found

    @cached_property
    def matrices(self) -> Matrices:
        """Every matrix of responsibilities. Read on first use; CatalogueProblem if faulty."""
        found = _once(self._files, self.folder / "duties", read_matrices)
        faults = check_matrices(found, self.groups, self.types, self.procedures)
        if faults:
            raise CatalogueProblem(faults)
        return found

    @cached_property
    def _type_words(self) -> dict[tuple[str, str], str]:
        kinds = self.types.values()
        return {(k.group, bare_words(text)): k.key for k in kinds for text in type_words(k)}


def _once(kept: dict[Path, Any], folder: Path, read: Callable[[Path], T]) -> T:
    """What a folder of definitions says, read once for every catalogue laid over it."""
    if folder not in kept:
        kept[folder] = read(folder)
    found: T = kept[folder]
    return found


def resources_folder() -> Path:
    """The folder of the definitions that come with the program."""
    return Path(__file__).resolve().parents[2] / "resources"


def load_catalogue(folder: Path | None = None, extra: Sequence[Path] = ()) -> Catalogue:
    """The catalogue of a folder (ours unless named) and of any extra folders laid out alike.

    Ours is read once in a process: its files do not change while the program runs. Raises
    CatalogueProblem with every fault of every file.
    """
    return _read(folder, extra) if folder or extra else _ours()


@cache
def _ours() -> Catalogue:
    return _read(None, ())


def _read(folder: Path | None, extra: Sequence[Path]) -> Catalogue:
    home = folder or resources_folder()
    found = read_definitions([home, *extra])
    if not found.types and not found.faults:
        found.faults.append(f"{home}: no contract types here")
    faults = found.faults + list(check_definitions(found))
    if faults:
        raise CatalogueProblem(faults)
    catalogue = _resolve(home, found)
    faults += check_words(catalogue.types.values())
    faults += check_headers("contractor", catalogue.contractor_fields.values())
    faults += check_headers("site", catalogue.site_fields.values())
    if faults:
        raise CatalogueProblem(list(dict.fromkeys(faults)))
    return catalogue


def _resolve(home: Path, found: Definitions) -> Catalogue:
    """The catalogue of definitions without faults."""
    contract, contractor, site = _records(found)
    sections = {
        s.spec.key: Section(s.spec.key, s.spec.label, tuple(contract[k] for k in s.spec.fields))
        for s in found.sections
    }
    groups = _groups(found)
    order = list(groups)
    specs = sorted(
        (t.spec for t in found.types), key=lambda t: (order.index(t.group), t.order, t.key)
    )
    return Catalogue(
        folder=home,
        groups=MappingProxyType(groups),
        types=MappingProxyType({spec.key: _contract_type(spec, sections) for spec in specs}),
        fields=MappingProxyType(contract),
        contractor_fields=MappingProxyType(contractor),
        site_fields=MappingProxyType(site),
        computed=frozenset(f.spec.key for f in found.fields if f.spec.computed),
    )


def _groups(found: Definitions) -> dict[str, Group]:
    specs = sorted((placed.spec for placed in found.groups), key=lambda g: (g.order, g.key))
    return {spec.key: Group(spec.key, spec.label, spec.order) for spec in specs}


def _records(found: Definitions) -> list[dict[str, Field]]:
    """The fields of each record by key, in the order of RECORDS, with lent choices."""
    records: dict[str, dict[str, Field]] = {record: {} for record in RECORDS}
    for placed in found.fields:
        records[placed.record][placed.spec.key] = _field(placed)
    lenders = {field.key: field.choices for field in records["contract"].values()}
    lenders[CONTRACT_TYPES] = _type_choices(placed.spec for placed in found.types)
    for placed in found.fields:
        if source := placed.spec.choices_from:
            fields, key = records[placed.record], placed.spec.key
            fields[key] = replace(fields[key], choices=lenders[source])
    return list(records.values())


def _field(placed: Placed[FieldSpec]) -> Field:
    spec = placed.spec
    low, high = _limits(spec)
    return Field(
        key=spec.key,
        label=spec.label,
        kind=spec.kind,
        unit=spec.unit,
        help=spec.help,
        column=spec.column,
        choices=tuple(Choice(c.value, c.label, c.synonyms) for c in spec.choices),
        body_kinds=spec.body_kinds,
        minimum=low,
        maximum=high,
        max_length=spec.max_length,
        places=spec.places,
        required=spec.required,
        indexed=spec.indexed,
        editable=not spec.computed,
        group=placed.group,
        synonyms=spec.synonyms,
    )


def _limits(spec: FieldSpec) -> tuple[int | str | None, int | str | None]:
    """The limits in stored units; a date is never before the NHS began nor after 2050."""
    low, high = spec.minimum, spec.maximum
    if spec.kind is Kind.DATE:
        low, high = low or NHS_BEGAN, high or LAST_DATE
    return _stored(low), _stored(high)


def _stored(limit: int | date | None) -> int | str | None:
    return limit.isoformat() if isinstance(limit, date) else limit


def _type_choices(specs: Iterable[TypeSpec]) -> tuple[Choice, ...]:
    """The types as choices, with only the words that mean one type in any group."""
    listed = [(spec, (spec.label, spec.short, *spec.synonyms)) for spec in specs]
    owners = Counter(bare for _, words in listed for bare in {bare_words(w) for w in words})
    return tuple(
        Choice(spec.key, spec.short, tuple(w for w in words if owners[bare_words(w)] == 1))
        for spec, words in listed
    )


def _contract_type(spec: TypeSpec, sections: Mapping[str, Section]) -> ContractType:
    shown = []
    for key in spec.sections:
        section = sections[key]
        kept = tuple(field for field in section.fields if field.key not in spec.omit)
        if kept:
            shown.append(section if kept == section.fields else replaced(section, fields=kept))
    return ContractType(
        key=spec.key,
        label=spec.label,
        short=spec.short,
        group=spec.group,
        agreement=spec.agreement,
        term=spec.term,
        help=spec.help,
        status_words=spec.status_words,
        sections=tuple(shown),
        term_mark=spec.term_mark,
        synonyms=spec.synonyms,
        may_become=spec.may_become,
        decide_before_end=spec.decide_before_end,
        core_hours=spec.core_hours,
        notices=spec.notice,
        regulations=spec.regulations,
        order=spec.order,
    )
