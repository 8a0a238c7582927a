"""Reads a list for its page: first what is looked at, the long questions beside it."""

from __future__ import annotations

from array import array
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

from areateam.contracts.contract_columns import columns_by_key
from areateam.contracts.contract_facet_views import FacetCube, base_of
from areateam.contracts.contract_filter import Filter
from areateam.contracts.contract_list import RecordList, Sort
from ui.pages.list_source import ListSource

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from areateam.core.columns import Column
    from ui.desk import Desk
    from ui.pages.list_facets import FacetWords

QUICK = 20_000
"""Up to so many records any list is read at once, in the window's own thread."""

_AFTER_PAINTING = 60


_ALL = Filter()


@dataclass(frozen=True)
class ListKind:
    """What makes one list another: what is read, in which words its parts are kept.

    `name` stands for it in settings, saved views and questions. `columns` gives those of the
    day, `make` one reading (see `RecordList`), `cube` counts what a base filter leaves, `total`
    counts all. `at_first` is the filter to begin with; lists of any length are ordered at once by
    the columns `indexed`; the columns `always_read` decide the look of others.
    """

    name: str
    words: FacetWords
    columns: Callable[[], tuple[Column, ...]]
    make: Callable[..., RecordList]
    cube: Callable[[Any, tuple[Column, ...], Filter], FacetCube]
    total: Callable[[Any], int]
    usual: Sort
    indexed: frozenset[str]
    always_read: frozenset[str]
    at_first: Filter = _ALL


class ListReading(QObject):
    """What the page shows: `filter`, `sort`, `keys` of the columns; `load` reads it.

    `listed(source, from the top)` brings a list to show; `counted(cube, counts)` the numbers
    of the sentence and of the facets; `counting()` says that these will take a while.
    """

    listed = Signal(object, bool)
    counted = Signal(object, object)
    counting = Signal()

    def __init__(self, desk: Desk, kind: ListKind, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.kind = kind
        self.filter = kind.at_first
        self.sort = kind.usual
        self.keys: Collection[str] = ()
        self.total = 0
        self._version = 0
        self._list: RecordList | None = None
        self._cube: FacetCube | None = None
        self._cube_key: object = None
        self._counted: tuple[Filter, int, int] = (Filter(), 0, 0)
        self._day: date | None = None
        self.columns: tuple[Column, ...] = ()
        self.look_again()

    def look_again(self) -> None:
        """Forget what was counted: the register or the day is another."""
        self._version += 1
        self.total = self.kind.total(self._desk.connection)
        if self._day != self._desk.today:
            self._day = self._desk.today
            self.columns = self.kind.columns()
            self.known = columns_by_key(self.columns)

    def nothing(self) -> ListSource:
        """A list of all the columns and no record, to lay the columns out before any is read."""
        listed = self.kind.make(self._desk.connection, self.columns, self.columns)
        listed.use_ids(array("q"))
        return ListSource(listed)

    def load(self, *, top: bool) -> None:
        """Read the list; `top` shows it from its beginning, else where the eye is now.

        What can be had at once is shown at once. The order of the whole list, from which any
        place is then found as fast as the first, is read beside the window.
        """
        make = partial(
            self.kind.make,
            every=self.columns,
            shown=self.columns,
            wanted=self.filter,
            sort=self.sort,
            read=self.kind.always_read | set(self.keys),
        )
        listed = self._list = make(self._desk.connection)
        self._use_count(listed)
        at_once = top and self._is_quick()
        if at_once:
            self.listed.emit(ListSource(listed), True)

        def ask() -> None:
            if listed is self._list:
                self._desk.read(
                    f"{self.kind.name}: order",
                    lambda connection: make(connection).ordered_ids(connection),
                    partial(self._take_order, listed, top, at_once),
                )
                self._count()

        if at_once and self.total > QUICK:
            # A long reading beside it would slow down the painting of what is there already.
            QTimer.singleShot(_AFTER_PAINTING, self, ask)
        else:
            ask()

    def _use_count(self, listed: RecordList) -> None:
        """Spare a list of the same filter, or of none, its own counting."""
        if self._counted[:2] == (self.filter, self._version):
            listed.use_count(self._counted[2])
        elif self.filter == Filter():
            listed.use_count(self.total)

    def _is_quick(self) -> bool:
        if self.total <= QUICK:
            return True
        narrowed = self.filter.conditions or self.filter.text.strip()
        return not narrowed and self.sort.key in self.kind.indexed

    def _take_order(self, listed: RecordList, top: bool, at_once: bool, ids: array[int]) -> None:
        if listed is not self._list:
            return
        settled = at_once and listed.count() == len(ids)
        self._counted = (self.filter, self._version, len(ids))
        listed.use_ids(ids)
        if not settled:
            self.listed.emit(ListSource(listed), top and not at_once)

    def _count(self) -> None:
        """Count for the facets and the sentence, from what was counted before if that will do."""
        base = base_of(self.filter, self.kind.words.keys)
        key = (base, self._version, self._day)
        if key == self._cube_key:
            self._tell()
            return
        self._cube = None
        if self.total > QUICK:
            self.counting.emit()
        columns, cube = self.columns, self.kind.cube
        self._desk.read(
            f"{self.kind.name}: figures",
            lambda connection: cube(connection, columns, base),
            partial(self._take_cube, key),
        )

    def _take_cube(self, key: object, cube: FacetCube) -> None:
        self._cube, self._cube_key = cube, key
        self._tell()

    def _tell(self) -> None:
        if self._cube is not None:
            self.counted.emit(self._cube, self._cube.counts(self.filter))
