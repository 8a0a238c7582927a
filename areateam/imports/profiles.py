"""Import profiles: what a known layout looks like and what its columns mean; one file each."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Literal

import msgspec

from areateam.catalogue.catalogue import resources_folder
from areateam.core.problems import FileProblem, UserProblem

Mode = Literal["set", "fill", "new"]
"""set: replaces what the register has; fill: only where it has nothing; new: in new records."""
Case = Literal["", "upper", "lower", "title"]
Clear = Literal["", "word", "blank"]


class Recognition(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How a layout is known again.

    `header`: names that must all be there. `width` and `patterns` (column position, regular
    expression that the cells match whole, but for a few): for files without a header. `always`
    is the same without an exception. `values`: what a named column holds.
    """

    header: tuple[str, ...] = ()
    width: int = 0
    patterns: dict[str, str] = {}
    always: dict[str, str] = {}
    values: dict[str, tuple[str, ...]] = {}


class ColumnMeaning(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What one column states: `to` are targets such as "contract.ods_code".

    The column is named, or counted from 0 by `at`. `take` names a way to take a code out of the
    cell. `like` is a regular expression; cells that do not match it whole state nothing. `words`
    turns a whole cell into another text. `blanks` are texts that mean nothing stated. `round`:
    further decimals than the field keeps are rounded, half to even; elsewhere they are a fault.
    `by_ons`: the cell is an ONS code, and the body's own code is meant. `needs` is a target
    without which this one means nothing. `must`: a cell that cannot be read refuses the line;
    `soft`: it is left out and noted. Without either the kind of field decides. `joined` are
    places of further columns whose cells are put after this one's, parted by `joiner`. `case`
    writes the cell in capitals, small letters or with capital initials. `clear` says what empties
    the field in a known record: nothing, the word "(clear)", or a blank cell as well. `dates` is
    the order of day and month where a person knows it.
    """

    to: tuple[str, ...]
    name: str = ""
    at: int = -1
    mode: Mode = "set"
    take: str = ""
    like: str = ""
    words: dict[str, str] = {}
    blanks: tuple[str, ...] = ()
    round: bool = False
    by_ons: bool = False
    needs: str = ""
    must: bool = False
    soft: bool = False
    joined: tuple[int, ...] = ()
    joiner: str = " "
    case: Case = ""
    clear: Clear = ""
    dates: Literal["", "dmy", "mdy"] = ""


class SumMeaning(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A target that is the sum of several columns of whole numbers."""

    to: str
    names: tuple[str, ...]
    mode: Mode = "set"


class Constant(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A value that every line states, or, where a column states it too, those it leaves blank."""

    to: str
    value: str
    mode: Mode = "new"


PartKind = Literal[
    "contract", "site", "contractor", "site_service", "membership", "body", "body_link"
]


class PartSpec(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One kind of record that a line is about.

    `keys` are tried in order; each is a list of targets of this part. The key ["site"] of a
    contract means the one contract of its group at the line's site. `only` limits the part to
    lines whose column at `only_at` (or named `only_name`) holds one of its values,
    `only_stated` to lines where that target is stated and not nought. With `make` false no
    record is made; a line that is about this part first is then doubtful.
    """

    kind: PartKind
    keys: tuple[tuple[str, ...], ...]
    only: tuple[str, ...] = ()
    only_at: int = -1
    only_name: str = ""
    only_stated: str = ""
    make: bool = True


class Profile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One layout. `order`: files that name organisations go in before files that refer to them.

    `parts` come main part first: a line's outcome is that of its first part that applies.
    """

    key: str
    label: str
    source: str
    order: int
    parts: tuple[PartSpec, ...]
    recognise: Recognition = Recognition()
    group: str = ""
    columns: tuple[ColumnMeaning, ...] = ()
    sums: tuple[SumMeaning, ...] = ()
    constants: tuple[Constant, ...] = ()
    date_order: Literal["", "iso", "dmy", "mdy"] = ""
    partial: bool = False
    """Such a file never holds every record, so that nothing is absent from it."""


class OtherLayout(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A known file that is not about contractors: recognised so that it can be declined by name."""

    key: str
    label: str
    recognise: Recognition


class Profiles(msgspec.Struct, frozen=True):
    """Every profile, in the order in which files go in, and the layouts to decline."""

    known: tuple[Profile, ...]
    others: tuple[OtherLayout, ...]

    def named(self, key: str) -> Profile:
        """The profile of that key; UserProblem("unknown-profile") where there is none."""
        for profile in self.known:
            if profile.key == key:
                return profile
        raise UserProblem("unknown-profile", key=key, known=", ".join(p.key for p in self.known))


@cache
def load_profiles(folder: Path | None = None, extra: tuple[Path, ...] = ()) -> Profiles:
    """The profiles of a folder, ours unless named.

    Raises FileProblem("definition-faulty"), which names the fault.
    """
    home = folder or resources_folder() / "import_profiles"
    known: list[Profile] = []
    others: list[OtherLayout] = []
    for path in [p for place in (home, *extra) for p in sorted(place.glob("*.toml"))]:
        try:
            read = tomllib.loads(path.read_text(encoding="utf-8"))
            if path.stem == "other-layouts":
                others += msgspec.convert(read["layout"], list[OtherLayout])
            else:
                known.append(msgspec.convert(read, Profile))
        except (tomllib.TOMLDecodeError, msgspec.ValidationError, KeyError) as error:
            raise FileProblem("definition-faulty", path, detail=str(error)) from error
    return Profiles(tuple(sorted(known, key=lambda p: (p.order, p.key))), tuple(others))
