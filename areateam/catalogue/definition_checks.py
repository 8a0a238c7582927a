"""What must hold between definitions: keys, references, limits and words that clash."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from areateam.catalogue.bare_words import bare_words
from areateam.catalogue.definitions import ContractType, Evidence, Mark, RuleSet, Term
from areateam.core.fields import Field, Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from areateam.catalogue.definition_files import (
        Definitions,
        FieldSpec,
        Placed,
        SectionSpec,
        TypeSpec,
    )

_FIELD_KEY = re.compile(r"[a-z][a-z0-9_]*")
_TYPE_KEY = re.compile(r"[a-z][a-z0-9-]*")
_NUMBERS = (Kind.INTEGER, Kind.DECIMAL, Kind.MONEY)
CONTRACT_TYPES = "contract_types"
"""The word in `choices_from` for the contract types themselves."""


def check_definitions(found: Definitions) -> Iterator[str]:
    """Every fault between definitions that can be seen before anything is resolved."""
    yield from _twice("group", [(g.spec.key, g) for g in found.groups])
    yield from _twice("contract type", [(t.spec.key, t) for t in found.types])
    yield from _twice("field", [(f"{f.record}.{f.spec.key}", f) for f in found.fields])
    yield from _twice("section", [(s.spec.key, s) for s in found.sections])
    stored = [(f"{f.record}.{f.spec.column}", f) for f in found.fields if f.spec.column]
    yield from _twice("column", stored)
    borrowed = {f.spec.key for f in found.fields if f.record == "contract" and f.spec.choices}
    for field in found.fields:
        for fault in _field_faults(field.spec, borrowed | {CONTRACT_TYPES}):
            yield f"{field.path}: field {field.spec.key}: {fault}"
    yield from _section_faults(found)
    yield from _all_type_faults(found)


def _twice(what: str, keyed: Iterable[tuple[str, Placed[Any]]]) -> Iterator[str]:
    first: dict[str, Placed[Any]] = {}
    for key, placed in keyed:
        if key in first:
            yield f"{placed.path}: {what} {key} is defined already in {first[key].path}"
        first.setdefault(key, placed)


def _field_faults(spec: FieldSpec, borrowed: Iterable[str]) -> Iterator[str]:
    if not _FIELD_KEY.fullmatch(spec.key):
        yield "the key may have small letters, digits and underscores only"
    if not spec.label.strip() or not spec.help.strip():
        yield "label and help must say something"
    if (spec.kind is Kind.CHOICE) != bool(spec.choices or spec.choices_from):
        yield "a choice, and nothing else, has choices"
    if spec.choices_from and spec.choices_from not in borrowed:
        yield f"choices_from {spec.choices_from} is not known"
    if (spec.kind is Kind.BODY) != bool(spec.body_kinds):
        yield "an organisation, and nothing else, has body_kinds"
    if spec.places and spec.kind is not Kind.DECIMAL:
        yield "only a decimal has places"
    if spec.indexed and spec.column:
        yield "a real column is not marked as indexed here"
    if spec.computed and (spec.column or spec.indexed or spec.required):
        yield "a computed value is not stored"
    yield from _limit_faults(spec)
    yield from _choice_faults(spec)


def _limit_faults(spec: FieldSpec) -> Iterator[str]:
    limits = [limit for limit in (spec.minimum, spec.maximum) if limit is not None]
    for limit in limits:
        if not _limit_fits(spec.kind, limit):
            yield f"limit {limit} does not suit the kind {spec.kind}"
    low, high = spec.minimum, spec.maximum
    if isinstance(low, int) and isinstance(high, int) and low > high:
        yield f"minimum {low} is above maximum {high}"
    if isinstance(low, date) and isinstance(high, date) and low > high:
        yield f"minimum {low} is above maximum {high}"


def _limit_fits(kind: Kind, limit: int | date) -> bool:
    return kind is Kind.DATE if isinstance(limit, date) else kind in _NUMBERS


def _choice_faults(spec: FieldSpec) -> Iterator[str]:
    words: dict[str, str] = {}
    values = Counter(choice.value for choice in spec.choices)
    yield from (f"choice {value} is there twice" for value, n in values.items() if n > 1)
    for choice in spec.choices:
        for text in (choice.value, choice.label, *choice.synonyms):
            other = words.setdefault(bare_words(text), choice.value)
            if other != choice.value:
                yield f"{text!r} may mean {other} and {choice.value}"


def _section_faults(found: Definitions) -> Iterator[str]:
    known = {field.spec.key for field in found.fields if field.record == "contract"}
    shown = set[str]()
    for section in found.sections:
        place = f"{section.path}: section {section.spec.key}"
        shown.update(section.spec.fields)
        for key in section.spec.fields:
            if key not in known:
                yield f"{place}: field {key} is not known"
    for field in found.fields:
        if field.record == "contract" and field.spec.key not in shown:
            yield f"{field.path}: field {field.spec.key}: stands in no section"


def _all_type_faults(found: Definitions) -> Iterator[str]:
    groups = {placed.spec.key for placed in found.groups}
    types = {placed.spec.key: placed.spec for placed in found.types}
    sections = {placed.spec.key: placed for placed in found.sections}
    fields = {field.spec.key: field for field in found.fields if field.record == "contract"}
    for placed in found.types:
        spec = placed.spec
        faults: list[str] = []
        if spec.group not in groups:
            faults.append(f"group {spec.group} is not known")
        faults += _unstated_faults(spec, types)
        faults += _layout_faults(spec, sections, fields)
        faults += _notice_faults(spec, fields)
        faults += _rule_faults(spec)
        yield from (f"{placed.path}: {fault}" for fault in faults)


def _unstated_faults(spec: TypeSpec, types: Mapping[str, TypeSpec]) -> Iterator[str]:
    if not _TYPE_KEY.fullmatch(spec.key):
        yield "the key may have small letters, digits and hyphens only"
    if (spec.term is Term.UNSTATED) != bool(spec.may_become):
        yield "a type that is unstated, and no other, says what it may become"
    for key in spec.may_become:
        other = types.get(key)
        if other is None:
            yield f"may_become {key} is not known"
        elif other.group != spec.group or other.term is Term.UNSTATED:
            yield f"may_become {key} is of another group or unstated itself"


def _layout_faults(
    spec: TypeSpec,
    sections: Mapping[str, Placed[SectionSpec]],
    fields: Mapping[str, Placed[FieldSpec]],
) -> Iterator[str]:
    for key, n in Counter(spec.sections).items():
        if key not in sections:
            yield f"section {key} is not known"
        elif sections[key].group not in ("", spec.group):
            yield f"section {key} belongs to the group {sections[key].group}"
        if n > 1:
            yield f"section {key} is there twice"
    yield from (f"omit {key} is not known" for key in spec.omit if key not in fields)


def _notice_faults(spec: TypeSpec, fields: Mapping[str, Placed[FieldSpec]]) -> Iterator[str]:
    party = fields.get("party_type")
    parties = {choice.value for choice in party.spec.choices} if party else set[str]()
    for notice in spec.notice:
        flag = fields.get(notice.flag)
        if notice.flag and (flag is None or flag.spec.kind is not Kind.FLAG):
            yield f"notice: {notice.flag} is not a yes or no field"
        for name in notice.parties:
            if name not in parties:
                yield f"notice: {name} is not a kind of contractor"
        if notice.months is None and not notice.when:
            yield "notice: neither months nor words for the period"


def _rule_faults(spec: TypeSpec) -> Iterator[str]:
    marks: list[Mark | None] = [*spec.notice, *spec.regulations, spec.decide_before_end]
    for mark in [*marks, spec.term_mark]:
        if mark is not None and not _is_marked(mark):
            yield f"{type(mark).__name__}: own knowledge, and nothing else, has a confidence"
    for before, after in pairwise(spec.regulations):
        if _overlap(before, after):
            yield f"regulations: {before.short} and {after.short} overlap or leave a gap"


def _is_marked(mark: Mark) -> bool:
    """Whether the confidence suits the evidence: 1 to 100 for own knowledge, else none."""
    if mark.evidence is Evidence.OWN:
        return mark.confidence is not None and 1 <= mark.confidence <= 100
    return mark.confidence is None


def _overlap(before: RuleSet, after: RuleSet) -> bool:
    return before.valid_to is None or (after.valid_from - before.valid_to).days != 1


def check_words(types: Iterable[ContractType]) -> Iterator[str]:
    """Every word of a file that would mean two types of a group, or two of its fields."""
    kinds: dict[tuple[str, str], str] = {}
    fields: dict[str, dict[str, Field]] = {}
    for kind in types:
        fields.setdefault(kind.group, {}).update({field.key: field for field in kind.fields})
        for text in type_words(kind):
            other = kinds.setdefault((kind.group, bare_words(text)), kind.key)
            if other != kind.key:
                yield f"{kind.group}: {text!r} may mean the types {other} and {kind.key}"
    for group, listed in fields.items():
        yield from check_headers(group, listed.values())


def check_headers(place: str, fields: Iterable[Field]) -> Iterator[str]:
    """Every header word that would mean two of these fields, each with another key."""
    headers: dict[str, str] = {}
    for field in fields:
        for text in header_words(field):
            other = headers.setdefault(bare_words(text), field.key)
            if other != field.key:
                yield f"{place}: the header {text!r} may mean {other} and {field.key}"


def header_words(field: Field) -> tuple[str, ...]:
    """The texts of a header that mean the field."""
    return (field.key, field.label, *field.synonyms)


def type_words(kind: ContractType) -> tuple[str, ...]:
    """The texts of a file that mean the type."""
    return (kind.key, kind.label, kind.short, *kind.synonyms)
