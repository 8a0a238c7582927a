"""A PCT's own contract list: a profile made from its header, by the words people use."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from areateam.catalogue.bare_words import bare_words
from areateam.catalogue.catalogue import Catalogue
from areateam.core.fields import Field
from areateam.core.problems import FileProblem
from areateam.imports.profiles import ColumnMeaning, PartSpec, Profile
from areateam.imports.reader import FileShape

_SHARED = {"ods_code": ("contract.ods_code", "site.practice_code"), "name": ("contract.name", "contractor.name")}
"""Columns that state something of more than one record."""
_NEEDED = "a contract number or an ODS code, the contract type, and at least one thing more"


def profile_by_headers(
    catalogue: Catalogue,
    shape: FileShape,
    sample: Sequence[Sequence[str]],
    columns: Mapping[str, str],
) -> tuple[Profile, str]:
    """A profile for a contract list, and the reason for it.

    `columns` are the person's own choices, header to field. Raises
    FileProblem("not-a-contractor-file") with what was seen and what would be needed.
    """
    meanings = _meanings(catalogue, shape, sample, columns)
    stated = {name for meaning in meanings for name in meaning.to}
    keyed = stated & {"contract.contract_no", "contract.ods_code"}
    if not keyed or "contract.contract_type" not in stated or len(meanings) < 3:
        seen = ", ".join(shape.header[:8]) or f"{shape.width} columns without a header"
        raise FileProblem("not-a-contractor-file", shape.path, seen=seen, needed=_NEEDED)
    parts = [PartSpec("contract", _contract_keys(stated))]
    if any(name.startswith("site.") for name in stated):
        parts.append(PartSpec("site", (("site.practice_code", "site.postcode"),)))
    parts.append(PartSpec("contractor", ()))
    profile = Profile(
        key="contract-list",
        label="Contract list",
        source="PCT",
        order=60,
        parts=tuple(parts),
        columns=tuple(meanings),
    )
    named = sum(1 for name in shape.header if name.strip())
    return profile, f"{len(meanings)} of {named} columns by name"


def _contract_keys(stated: set[str]) -> tuple[tuple[str, ...], ...]:
    """A PCT's own numbers may repeat elsewhere: with the PCT stated, both make the key."""
    keys: list[tuple[str, ...]] = []
    if "contract.contract_no" in stated:
        if "contract.pct_code" in stated:
            keys.append(("contract.contract_no", "contract.pct_code"))
        keys.append(("contract.contract_no",))
    else:
        keys.append(("contract.ods_code",))
    return tuple(keys)


def _meanings(
    catalogue: Catalogue,
    shape: FileShape,
    sample: Sequence[Sequence[str]],
    columns: Mapping[str, str],
) -> list[ColumnMeaning]:
    chosen = {bare_words(header): name for header, name in columns.items()}
    words = _words(catalogue, _group_of(catalogue, shape, sample))
    meanings: list[ColumnMeaning] = []
    taken: set[str] = set()
    for place, header in enumerate(shape.header):
        bare = bare_words(header)
        name = chosen.get(bare) or words.get(bare)
        if not name or name in taken:
            continue
        taken.add(name)
        kind, _, key = name.partition(".")
        to = _SHARED.get(key, (name,)) if kind == "contract" else (name,)
        must = key in ("contract_no", "contract_type", "pct_code")
        meanings.append(ColumnMeaning(to=to, at=place, must=must))
    return meanings


def _words(catalogue: Catalogue, group: str) -> dict[str, str]:
    """By bare header, the target it means; a contract's own fields come before its site's."""
    found: dict[str, str] = {}
    groups: Iterable[str] = [group] if group else list(catalogue.groups)
    sources: list[tuple[str, Iterable[tuple[str, Field]]]] = [
        ("contract", catalogue.headers_of(key).items()) for key in groups
    ]
    sources.append(("site", _field_words(catalogue.site_fields)))
    sources.append(("contractor", _field_words(catalogue.contractor_fields)))
    for kind, words in sources:
        for bare, field in words:
            if bare and field.editable:
                found.setdefault(bare, f"{kind}.{field.key}")
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
            cells = {record[place].strip() for record in sample} - {""}
            keys = {catalogue.type_from_words("", cell) for cell in cells} - {None}
            groups = {catalogue.types[key].group for key in keys if key}
            return groups.pop() if len(groups) == 1 else ""
    return ""
