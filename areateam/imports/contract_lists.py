"""A PCT's own contract list: a profile made from its header, by the words people use."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from areateam.catalogue.bare_words import bare_words
from areateam.catalogue.catalogue import Catalogue
from areateam.core.copies import replaced
from areateam.core.fields import Field
from areateam.core.problems import FileProblem, UserProblem
from areateam.imports.mapping import field_of
from areateam.imports.profiles import ColumnMeaning, PartSpec, Profile
from areateam.imports.reader import FileShape

_SHARED: Mapping[str, tuple[str, ...]] = {
    "contract.ods_code": ("contract.ods_code", "site.practice_code"),
    "contract.name": ("contract.name", "contractor.name"),
}
"""Columns that state something of more than one record."""
_MUST = frozenset({"contract_no", "ods_code", "contract_type", "pct_code"})
"""What a contract is known by: a bad cell refuses the line."""
_SOFT = frozenset({"area_team_code", "ccg_code"})
"""What follows from the PCT or the practice: a bad cell is left out and noted."""
_LAST = 10_000
_FEWEST = 3
"""Columns for a key, a type and one thing more."""
_Offer = tuple[str, int]
"""A target and how good a word for it a header is; the lower the better."""
_NEEDED = "a contract number or an ODS code, the contract type, and at least one thing more"


def profile_by_headers(
    catalogue: Catalogue,
    shape: FileShape,
    sample: Sequence[Sequence[str]],
    columns: Mapping[str, str],
    given: Collection[str] = (),
) -> tuple[Profile, str]:
    """A profile for a contract list, and the reason for it.

    `columns` are the person's own choices, header to field; `given` the targets that the person
    states for every line. Raises UserProblem("unknown-column") for a choice of a column that is
    not there, FileProblem("not-a-contractor-file") with what was seen and would be needed.
    """
    group = _group_of(catalogue, shape, sample)
    meanings = _meanings(catalogue, shape, group, columns)
    profile = contract_list(shape, meanings, group, given)
    named = sum(1 for name in shape.header if name.strip())
    return profile, f"{len({meaning.at for meaning in meanings})} of {named} columns by name"


def contract_list(
    shape: FileShape,
    meanings: Sequence[ColumnMeaning],
    group: str,
    given: Collection[str] = (),
    *,
    key: Sequence[str] = (),
    make: bool = True,
) -> Profile:
    """The profile of a contract list whose columns have these meanings.

    `given` are targets stated for every line; `key` what a contract is known by, where a person
    chose it; without `make` no contract is made. Raises FileProblem("not-a-contractor-file").
    """
    meanings = list(meanings)
    stated = {name for meaning in meanings for name in meaning.to} | set(given)
    keyed = set(key) <= stated if key else stated & {"contract.contract_no", "contract.ods_code"}
    typed = "contract.contract_type" in stated or (group and not make)
    places = {meaning.at for meaning in meanings} | set(given)
    if not keyed or not typed or len(places) < _FEWEST:
        seen = ", ".join(shape.header[:8]) or f"{shape.width} columns without a header"
        raise FileProblem("not-a-contractor-file", shape.path, seen=seen, needed=_NEEDED)
    contract_keys = (tuple(key),) if key else _contract_keys(stated)
    parts = [PartSpec("contract", contract_keys, make=make)]
    if any(name.startswith("site.") for name in stated - {"site.practice_code"}):
        meanings += _site_name(meanings, stated)
        keys = (("site.practice_code", "site.postcode"), ("site.postcode", "site.name"))
        parts.append(PartSpec("site", keys))
    else:
        meanings = [_without(meaning, "site.practice_code") for meaning in meanings]
    parts.append(PartSpec("contractor", ()))
    return Profile(
        key="contract-list",
        label="Contract list",
        source="PCT",
        order=60,
        group=group,
        parts=tuple(parts),
        columns=tuple(meanings),
    )


def _site_name(meanings: Sequence[ColumnMeaning], stated: set[str]) -> list[ColumnMeaning]:
    """A new site is called as its contractor is, where no name of its own is given."""
    if "site.name" in stated:
        return []
    return [
        ColumnMeaning(to=("site.name",), at=meaning.at, mode="new")
        for meaning in meanings
        if "contract.name" in meaning.to
    ]


def _without(meaning: ColumnMeaning, name: str) -> ColumnMeaning:
    return replaced(meaning, to=tuple(to for to in meaning.to if to != name))


def _contract_keys(stated: set[str]) -> tuple[tuple[str, ...], ...]:
    """A PCT's own numbers may repeat elsewhere: with the PCT stated, both make the key."""
    if "contract.contract_no" not in stated:
        return (("contract.ods_code",),)
    if "contract.pct_code" not in stated:
        return (("contract.contract_no",),)
    return (("contract.contract_no", "contract.pct_code"), ("contract.contract_no",))


def _meanings(
    catalogue: Catalogue, shape: FileShape, group: str, columns: Mapping[str, str]
) -> list[ColumnMeaning]:
    headers = [bare_words(header) for header in shape.header]
    missing = next((header for header in columns if bare_words(header) not in headers), None)
    if missing is not None:
        raise UserProblem("unknown-column", column=missing)
    assigned = {
        headers.index(bare_words(header)): target_named(catalogue, name)
        for header, name in columns.items()
    }
    assign(catalogue, shape.header, group, assigned)
    return [meaning_of(place, name, assigned.values()) for place, name in sorted(assigned.items())]


def assign(
    catalogue: Catalogue, header: Sequence[str], group: str, assigned: dict[int, str]
) -> None:
    """Give each header the target that it means best; of two that mean the same, the better word.

    `assigned` has the places that are decided and gains the others. "Trading Name" is the
    contractor where no better name stands beside it, and else the site.
    """
    headers = [bare_words(name) for name in header]
    words = header_words(catalogue, group)
    taken = {other for name in assigned.values() for other in _SHARED.get(name, (name,))}
    offers = sorted(
        (choice, rank, place, name)
        for place, bare in enumerate(headers)
        for choice, (name, rank) in enumerate(words.get(bare, ()))
    )
    for _, _, place, name in offers:
        if place not in assigned and name not in taken:
            assigned[place] = name
            taken.update(_SHARED.get(name, (name,)))


def meaning_of(place: int, name: str, assigned: Collection[str]) -> ColumnMeaning:
    """What a column states that feeds one target: a code or a name is also the site's or holder's.

    `assigned` are the targets of all columns, so that what another one states is left to it.
    """
    also = _SHARED.get(name, (name,))
    to = tuple(other for other in also if other == name or other not in assigned)
    kind, _, key = name.partition(".")
    must = kind == "contract" and key in _MUST
    return ColumnMeaning(to=to, at=place, must=must, soft=kind == "contract" and key in _SOFT)


def target_named(catalogue: Catalogue, name: str) -> str:
    """The target that a person names: "contract.name", or a contract's or a site's field alone.

    Raises UserProblem("unknown-field").
    """
    if "." in name:
        field_of(catalogue, name)
        return name
    records = (
        ("contract", catalogue.fields),
        ("site", catalogue.site_fields),
        ("contractor", catalogue.contractor_fields),
    )
    for kind, fields in records:
        if name in fields:
            return f"{kind}.{name}"
    raise UserProblem("unknown-field", name=name, known="")


def header_words(catalogue: Catalogue, group: str) -> dict[str, list[_Offer]]:
    """By bare header, the targets it may mean; a contract's own fields come before its site's."""
    found: dict[str, list[_Offer]] = {}
    groups: Iterable[str] = [group] if group else list(catalogue.groups)
    own = {field.key: field for key in groups for field in catalogue.fields_of(key)}
    for kind, fields in (
        ("contract", own),
        ("site", catalogue.site_fields),
        ("contractor", catalogue.contractor_fields),
    ):
        for rank, (bare, field) in enumerate(_field_words(fields)):
            name = f"{kind}.{field.key}"
            listed = found.setdefault(bare, [])
            if bare and field.editable and name not in [other for other, _ in listed]:
                listed.append((name, rank))
    for listed in found.values():
        names = [name for name, _ in listed]
        if "contract.name" in names and "site.name" not in names:
            listed.append(("site.name", _LAST))
    return found


def _field_words(fields: Mapping[str, Field]) -> list[tuple[str, Field]]:
    return [
        (bare_words(word), field)
        for field in fields.values()
        for word in (field.label, field.key, *field.synonyms)
    ]


def _group_of(catalogue: Catalogue, shape: FileShape, sample: Sequence[Sequence[str]]) -> str:
    """The group that every type in the sample belongs to; "" where there are several or none."""
    types = _field_words({"t": catalogue.fields["contract_type"]})
    headers = {bare for bare, _ in types}
    for place, header in enumerate(shape.header):
        if bare_words(header) in headers:
            return group_of_types(catalogue, (record[place] for record in sample))
    return ""


def group_of_types(catalogue: Catalogue, cells: Iterable[str]) -> str:
    """The group that every type among cells belongs to; "" where there are several or none."""
    words = {cell.strip() for cell in cells} - {""}
    keys = {catalogue.type_from_words("", word) for word in words} - {None}
    groups = {catalogue.types[key].group for key in keys if key}
    return groups.pop() if len(groups) == 1 else ""
