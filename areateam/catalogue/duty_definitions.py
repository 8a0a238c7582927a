"""Matrices of responsibilities: functions, bodies, and who held what from when to when."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, TypeVar

import msgspec

from areateam.catalogue.bodies import KINDS
from areateam.catalogue.definition_files import CatalogueProblem
from areateam.catalogue.definition_tables import filled, lines_of, mark_of, one_of, span_of
from areateam.catalogue.definitions import Evidence
from areateam.core.problems import UserProblem

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from areateam.catalogue.procedure_definitions import Procedures

LETTERS = ("AR", "A", "R", "C", "I")
"""Accountable and responsible, accountable, responsible, consulted, informed."""


_Line = TypeVar("_Line")


class MatrixHead(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a matrix is, as its file states it.

    `change_on` is the day on which functions change hands, `shown_from` and `shown_to` the days
    between which it is looked at; one that is `seeded` goes into every new register.
    """

    key: str
    label: str
    about: str
    change_on: date
    shown_from: date
    shown_to: date
    order: int = 50
    seeded: bool = False


class Known(msgspec.Struct, frozen=True):
    """How a line is known: what it was read in, its evidence mark and, of own knowledge, how sure.

    `confidence` is in per cent.
    """

    source: str
    evidence: Evidence
    confidence: int | None
    note: str


class BodySpec(msgspec.Struct, frozen=True):
    """A body as a column of a matrix, with its first and last day as ISO dates.

    `kind` is the kind of organisation it stands for, "" where the register lists none; of the
    `own` one the register's own team is a part.
    """

    code: str
    name: str
    kind: str
    own: bool
    valid_from: str | None
    valid_to: str | None
    known: Known


class FunctionSpec(msgspec.Struct, frozen=True):
    """Something that must be done; `types` and `procedures` are the contracts and cases in it."""

    code: str
    name: str
    area: str
    groups: tuple[str, ...]
    types: tuple[str, ...]
    procedures: tuple[str, ...]
    valid_from: str | None
    valid_to: str | None


class DutySpec(msgspec.Struct, frozen=True):
    """What a body is to a function from one day to another, both within."""

    function: str
    body: str
    letters: str
    valid_from: str | None
    valid_to: str | None
    known: Known


class Matrix(msgspec.Struct, frozen=True):
    """One matrix: its head, columns, lines and cells in the order of the files."""

    head: MatrixHead
    bodies: tuple[BodySpec, ...]
    functions: tuple[FunctionSpec, ...]
    duties: tuple[DutySpec, ...]


class Matrices(msgspec.Struct, frozen=True):
    """Every matrix by its key, in their order."""

    known: Mapping[str, Matrix]

    def named(self, key: str) -> Matrix:
        """The matrix of that key; UserProblem("matrix-unknown") where there is none."""
        if key not in self.known:
            raise UserProblem("matrix-unknown", value=key, known=", ".join(self.known))
        return self.known[key]

    @property
    def seeded(self) -> tuple[Matrix, ...]:
        """Those that go into every new register."""
        return tuple(each for each in self.known.values() if each.head.seeded)


@cache
def read_matrices(folder: Path) -> Matrices:
    """The matrices of a folder, one folder each; CatalogueProblem with every fault."""
    faults: list[str] = []
    read = [read_matrix(path.parent, faults) for path in sorted(folder.glob("*/matrix.toml"))]
    if faults:
        raise CatalogueProblem(faults)
    found = [matrix for matrix in read if matrix is not None]
    found.sort(key=lambda matrix: (matrix.head.order, matrix.head.key))
    return Matrices({matrix.head.key: matrix for matrix in found})


def read_matrix(folder: Path, faults: list[str]) -> Matrix | None:
    """The matrix in a folder, with its faults added; None where its head cannot be read."""
    path = folder / "matrix.toml"
    try:
        head = msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8")), MatrixHead)
    except (tomllib.TOMLDecodeError, ValueError, OSError) as why:
        faults.append(f"{path}: {why}")
        return None
    if head.key != folder.name:
        faults.append(f"{path}: key is {head.key!r}; it must be the folder's name")
    matrix = Matrix(
        head=head,
        bodies=tuple(_read(folder / "bodies.csv", _body, faults)),
        functions=tuple(_read(folder / "functions.csv", _function, faults)),
        duties=tuple(_read(folder / "duties.csv", _duty, faults)),
    )
    faults += (f"{folder}: {fault}" for fault in _faults_within(matrix))
    return matrix


def check_matrices(
    matrices: Matrices, groups: Iterable[str], types: Iterable[str], procedures: Procedures
) -> list[str]:
    """The faults between the matrices and what else is defined, each with its matrix."""
    known = {
        "group": set(groups),
        "contract type": set(types),
        "procedure": set(procedures.known),
    }
    return [
        f"{matrix.head.key}, function {function.code}: there is no {what} {key}"
        for matrix in matrices.known.values()
        for function in matrix.functions
        for what, keys in zip(
            known, (function.groups, function.types, function.procedures), strict=True
        )
        for key in keys
        if key not in known[what]
    ]


def _read(
    path: Path, make: Callable[[Mapping[str, str]], _Line], faults: list[str]
) -> Iterator[_Line]:
    """What each line of a file makes; one that makes nothing is a fault with its place."""
    for place, row in lines_of(path, faults):
        try:
            yield make(row)
        except (KeyError, ValueError) as why:
            faults.append(f"{place}: {why}")


def _known(row: Mapping[str, str]) -> Known:
    evidence, confidence = mark_of(row)
    return Known(filled(row, "source"), evidence, confidence, row["note"])


def _body(row: Mapping[str, str]) -> BodySpec:
    first, last = span_of(row)
    return BodySpec(
        code=filled(row, "code"),
        name=filled(row, "name"),
        kind=one_of(row["kind"], ("", *KINDS)),
        own=one_of(row["own"], ("", "yes")) == "yes",
        valid_from=first,
        valid_to=last,
        known=_known(row),
    )


def _function(row: Mapping[str, str]) -> FunctionSpec:
    first, last = span_of(row)
    return FunctionSpec(
        code=filled(row, "code"),
        name=filled(row, "name"),
        area=filled(row, "area"),
        groups=_several(row["groups"]),
        types=_several(row["types"]),
        procedures=_several(row["procedures"]),
        valid_from=first,
        valid_to=last,
    )


def _several(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(";") if part.strip())


def _duty(row: Mapping[str, str]) -> DutySpec:
    first, last = span_of(row)
    return DutySpec(
        function=filled(row, "function"),
        body=filled(row, "body"),
        letters=one_of(row["letters"], LETTERS),
        valid_from=first,
        valid_to=last,
        known=_known(row),
    )


def _faults_within(matrix: Matrix) -> Iterator[str]:
    """Names that stand twice or lead nowhere; a body that is two things to a function at once."""
    bodies = [body.code for body in matrix.bodies]
    functions = [function.code for function in matrix.functions]
    yield from (f"body {code} stands twice" for code, n in Counter(bodies).items() if n > 1)
    yield from (f"function {code} stands twice" for code, n in Counter(functions).items() if n > 1)
    if sum(body.own for body in matrix.bodies) > 1:
        yield "more than one body is the register's own"
    for duty in matrix.duties:
        if duty.function not in functions:
            yield f"there is no function {duty.function}"
        if duty.body not in bodies:
            yield f"there is no body {duty.body}"
    yield from _cells_at_once(matrix)


def _cells_at_once(matrix: Matrix) -> Iterator[str]:
    cells: dict[tuple[str, str], list[DutySpec]] = {}
    for duty in matrix.duties:
        cells.setdefault((duty.function, duty.body), []).append(duty)
    for (function, body), held in cells.items():
        held.sort(key=lambda duty: duty.valid_from or "")
        for one, other in pairwise(held):
            if one.valid_to is None or (other.valid_from or "") <= one.valid_to:
                yield f"{body} is two things to {function} at once"
