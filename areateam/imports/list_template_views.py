"""An empty list for a group of contractors: headings that our own import understands alone."""

from __future__ import annotations

import msgspec

from areateam.catalogue.bare_words import bare_words
from areateam.catalogue.catalogue import Catalogue
from areateam.core.fields import Field
from areateam.core.problems import UserProblem
from areateam.imports.contract_lists import header_words
from areateam.imports.mapping import field_of

_SITE = ("name", "address_1", "address_2", "address_3", "address_4", "postcode", "phone", "email")
_NEEDED = frozenset({"name", "contract_type"})


class TemplateColumn(msgspec.Struct, frozen=True):
    """One column: its heading, the field it feeds, and whether a line needs it."""

    heading: str
    target: str
    field: Field
    needed: bool


def list_template(catalogue: Catalogue, group: str) -> tuple[TemplateColumn, ...]:
    """The columns of an empty list, in the order of the record's page.

    Each heading is the field's label, or the first of its other words that no other column has.
    Raises UserProblem("unknown-kind") for a group that is not there.
    """
    keys = {key.casefold(): key for key in catalogue.groups}
    keys |= {found.label.casefold(): key for key, found in catalogue.groups.items()}
    key = keys.get(group.strip().casefold())
    if key is None:
        known = ", ".join(catalogue.groups)
        raise UserProblem("unknown-kind", value=group, known=known)
    names = [f"contract.{f.key}" for f in catalogue.fields_of(key) if f.editable]
    names += [f"site.{name}" for name in _SITE]
    words = header_words(catalogue, key)
    columns: list[TemplateColumn] = []
    taken: set[str] = set()
    for name in names:
        field = field_of(catalogue, name)[1]
        heading = next(
            (
                word
                for word in (field.label, *field.synonyms)
                if words.get(bare_words(word), [("", 0)])[0][0] == name
                and bare_words(word) not in taken
            ),
            None,
        )
        if heading is not None:
            taken.add(bare_words(heading))
            needed = name.startswith("contract.") and field.key in _NEEDED
            columns.append(TemplateColumn(heading, name, field, needed))
    return tuple(columns)
