"""A profile laid over one file: which column feeds which field, checked how."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence

import msgspec

from areateam.catalogue.catalogue import Catalogue
from areateam.core.codes import local_number_in, ods_code_in, pct_in
from areateam.core.copies import replaced
from areateam.core.fields import Field, Kind
from areateam.core.problems import UserProblem
from areateam.imports.profiles import ColumnMeaning, Mode, PartSpec, Profile, SumMeaning
from areateam.imports.reader import FileShape
from areateam.imports.splits import PIECES

TAKES: Mapping[str, Callable[[str], str]] = {
    "ods_code": ods_code_in,
    "pct": pct_in,
    "local_number": local_number_in,
    "first_three": lambda text: text.strip()[:3],
    **PIECES,
}
"""Ways to take a code or another part out of a cell."""

_SOFT = frozenset({Kind.POSTCODE, Kind.PHONE, Kind.EMAIL, Kind.TEXT, Kind.PERSON})
"""Kinds whose bad cells are left out and listed; a bad date or amount refuses the line."""

_PLAIN: Mapping[str, Mapping[str, Field]] = {
    "site_service": {
        "choices_id": Field("choices_id", "NHS Choices number", Kind.CODE, column="choices_id"),
        "service": Field("service", "Service", column="service", max_length=500),
    },
    "membership": {
        "member_code": Field("member_code", "Practice", Kind.CODE, column="member_code"),
        "body_code": Field("body_code", "Body", Kind.CODE, column="body_code"),
        "valid_from": Field("valid_from", "Joined", Kind.DATE, column="valid_from"),
        "valid_to": Field("valid_to", "Left", Kind.DATE, column="valid_to"),
    },
    "body": {
        "code": Field("code", "Code", Kind.CODE, column="code"),
        "kind_of": Field("kind_of", "Kind", column="kind_of"),
        "name": Field("name", "Name", column="name"),
        "ons_code": Field("ons_code", "ONS code", Kind.CODE, column="ons_code"),
    },
    "body_link": {
        "code": Field("code", "Code", Kind.CODE, column="code"),
        "link": Field("link", "Link", column="link"),
        "other": Field("other", "To", Kind.CODE, column="other"),
    },
}


class Target(msgspec.Struct, frozen=True):
    """One field of one kind that the file states; `slot` is its column in the staging table.

    `spare` is the column of what it is where a line leaves it blank and the record is new,
    `clear` the one that holds 1 where a line empties the field.
    """

    kind: str
    field: Field
    slot: str
    mode: Mode
    spare: str = ""
    clear: str = ""

    @property
    def name(self) -> str:
        """As written in profiles: "contract.ods_code"."""
        return f"{self.kind}.{self.field.key}"

    @property
    def stated(self) -> str:
        """SQL for what a line states in a new record."""
        own = f"line.{self.slot}"
        return f"coalesce({own}, line.{self.spare})" if self.spare else own


NO_MEANING = ColumnMeaning(to=())
"""Of a feed that no one column of the file stands behind."""


class Feed(msgspec.Struct, frozen=True):
    """One staged column: where its cells come from and the field they are read as.

    `place` is the position in the file; `places` several that are summed; `constant` a value
    for every line. `soft`: a cell that cannot be read is left out instead of refusing the line.
    `meaning` is the profile's column, with the ways in which its cells are made ready.
    `empties`: the feed holds 1 where the cell empties the fields of its column.
    """

    slot: str
    field: Field
    place: int = -1
    places: tuple[int, ...] = ()
    constant: str | None = None
    soft: bool = False
    meaning: ColumnMeaning = NO_MEANING
    empties: bool = False


class Layover(msgspec.Struct, frozen=True):
    """Everything the reading, matching and applying of one file need to know of its layout."""

    profile: Profile
    feeds: tuple[Feed, ...]
    targets: tuple[Target, ...]
    only: Mapping[str, str]
    """For kinds that not every line is about: SQL that says whether a line is."""
    header: tuple[str, ...] = ()
    width: int = 0
    """How many columns count; our own file of rejected lines has two more."""
    unmapped: tuple[str, ...] = ()

    def targets_of(self, kind: str) -> list[Target]:
        """The targets of one kind."""
        return [target for target in self.targets if target.kind == kind]

    def target(self, name: str) -> Target | None:
        """The target of that name, such as "contract.ods_code"; None if not stated."""
        return next((t for t in self.targets if t.name == name), None)

    def part(self, kind: str) -> PartSpec | None:
        """The part of that kind; None where lines are about no such record."""
        return next((part for part in self.profile.parts if part.kind == kind), None)

    @property
    def is_list(self) -> bool:
        """Whether it is a PCT's own list, of whose columns a person may say what they mean."""
        return self.profile.source == "PCT"

    @property
    def always(self) -> str | None:
        """The kind that every line is about; None where it hangs on the line."""
        first = self.profile.parts[0].kind
        return None if first in self.only else first

    @property
    def shared(self) -> tuple[str, ...]:
        """The kinds of record that several lines of one file may name: sites, contractors."""
        return tuple(k for k in ("site", "contractor") if (p := self.part(k)) and p.make)

    def names_of(self, kind: str) -> list[str]:
        """The staged columns that may give a record its name, the best first."""
        order = [f"{kind}.name", "contract.name", "site.name", "contractor.name"]
        order += ["contract.ods_code", "site.ods_code", "contract.contract_no", "site.choices_id"]
        return list(dict.fromkeys(t.slot for name in order if (t := self.target(name))))

    def keys_of(self, part: PartSpec) -> list[list[Target]]:
        """The keys of a part for which the file states every field; ["site"] is an empty one."""
        found = []
        for key in part.keys:
            targets = [t for name in key if (t := self.target(name))]
            if len(targets) == len(key) or key == SITE_KEY:
                found.append(targets)
        return found

    def is_about(self, kind: str) -> str:
        """SQL that says whether a line is about a record of the kind, whatever else it is about."""
        return self.only.get(kind, "TRUE")

    @property
    def digest(self) -> bytes:
        """Changes when the layout or its meaning does, so that old fingerprints no longer fit."""
        meaning = repr((self.feeds, self.targets, self.profile.parts))
        return hashlib.blake2b(meaning.encode(), digest_size=16).digest()


SITE_KEY = ("site",)


def field_of(catalogue: Catalogue, name: str) -> tuple[str, Field]:
    """The kind and field of a target such as "site.postcode".

    Raises UserProblem("unknown-field").
    """
    kind, _, key = name.partition(".")
    fields: Mapping[str, Field] = {
        "contract": catalogue.fields,
        "contractor": catalogue.contractor_fields,
        "site": catalogue.site_fields,
        **_PLAIN,
    }.get(kind, {})
    if key not in fields:
        raise UserProblem("unknown-field", name=name, known="")
    return kind, fields[key]


def lay_over(
    catalogue: Catalogue,
    profile: Profile,
    shape: FileShape,
    constants: Mapping[str, str] | None = None,
) -> Layover:
    """Lay a profile over a file.

    `constants` are values that the person gives for every line, such as the PCT. Raises
    UserProblem where a named column or field does not exist.
    """
    builder = _Builder(catalogue, shape)
    for column in profile.columns:
        builder.add_column(column)
    for total in profile.sums:
        builder.add_sum(total)
    for constant in profile.constants:
        builder.add_constant(constant.to, constant.value, constant.mode)
    for name, value in (constants or {}).items():
        builder.drop(name)
        builder.add_constant(name, value, "set")
    only: dict[str, str] = {
        part.kind: sql for part in profile.parts if (sql := builder.condition(part))
    }
    used = {p for f in builder.feeds for p in (f.place, *f.places, *f.meaning.joined)}
    unmapped = tuple(n for i, n in enumerate(shape.header) if i not in used and n.strip())
    return Layover(
        profile,
        tuple(builder.feeds),
        tuple(builder.targets),
        only,
        shape.header,
        shape.width,
        unmapped,
    )


class _Builder:
    """Gathers feeds and targets, giving each feed its staging column."""

    def __init__(self, catalogue: Catalogue, shape: FileShape) -> None:
        self._catalogue = catalogue
        self._names = [name.strip() for name in shape.header]
        self.feeds: list[Feed] = []
        self.targets: list[Target] = []

    def slot(self) -> str:
        return f"v{len(self.feeds)}"

    def field(self, name: str) -> Field:
        return field_of(self._catalogue, name)[1]

    def place(self, name: str) -> int:
        if name not in self._names:
            raise UserProblem("unknown-column", column=name)
        return self._names.index(name)

    def condition(self, part: PartSpec) -> str:
        """SQL for the lines that a part is about; "" for all of them."""
        wanted = []
        if part.only_stated:
            slot = next(t.slot for t in self.targets if t.name == part.only_stated)
            wanted.append(f"coalesce(line.{slot}, 0) <> 0")
        if part.only:
            place = part.only_at if part.only_at >= 0 else self.place(part.only_name)
            feed = Feed(self.slot(), Field("only", "Kind of line"), place=place, soft=True)
            self.feeds.append(feed)
            words = ", ".join("'" + word.replace("'", "''") + "'" for word in part.only)
            wanted.append(f"coalesce(line.{feed.slot}, '') IN ({words})")
        return " AND ".join(wanted)

    def add_column(self, column: ColumnMeaning) -> None:
        place = column.at if column.at >= 0 else self.place(column.name)
        by_kind: dict[tuple[Kind, int, tuple[str, ...]], list[str]] = {}
        for name in column.to:
            field_ = self.field(name)
            by_kind.setdefault((field_.kind, field_.places, field_.body_kinds), []).append(name)
        for names in by_kind.values():
            # Fields of one kind share a staged column; the shortest limit is the one that holds.
            strictest = min((self.field(n) for n in names), key=lambda f: f.max_length)
            soft = column.soft or (not column.must and strictest.kind in _SOFT)
            feed = Feed(self.slot(), strictest, place=place, soft=soft, meaning=column)
            self.add(feed, names, column.mode)
        if column.clear:
            self.add_clear(column, place)

    def add_clear(self, column: ColumnMeaning, place: int) -> None:
        """Stage where a cell empties its fields; a field that is needed is never emptied."""
        for name in column.to:
            if self.field(name).required:
                raise UserProblem("value-needed", field=self.field(name).label)
        kind = Field("clear", "Emptied", Kind.FLAG)
        feed = Feed(self.slot(), kind, place=place, soft=True, meaning=column, empties=True)
        self.feeds.append(feed)
        self.targets = [
            replaced(t, clear=feed.slot) if t.name in column.to else t for t in self.targets
        ]

    def add_sum(self, total: SumMeaning) -> None:
        places = tuple(self.place(name) for name in total.names)
        self.add(Feed(self.slot(), self.field(total.to), places=places), [total.to], total.mode)

    def add_constant(self, name: str, value: str, mode: Mode) -> None:
        feed = Feed(self.slot(), self.field(name), constant=value)
        column = next((t for t in self.targets if t.name == name), None)
        if column is None:
            self.add(feed, [name], mode)
        else:
            self.feeds.append(feed)
            self.targets[self.targets.index(column)] = replaced(column, spare=feed.slot)

    def drop(self, name: str) -> None:
        self.targets = [t for t in self.targets if t.name != name]

    def add(self, feed: Feed, names: Sequence[str], mode: Mode) -> None:
        self.feeds.append(feed)
        for name in names:
            kind, field_ = field_of(self._catalogue, name)
            if any(t.name == name for t in self.targets):
                raise UserProblem("field-repeated", label=name, detail="")
            self.targets.append(Target(kind, field_, feed.slot, mode))
