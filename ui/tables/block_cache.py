"""Rows of a source in blocks, of which only the last used are kept."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING

from ui.tables.row_source import FindingSource, Row, RowSource

if TYPE_CHECKING:
    from collections.abc import Sequence

BLOCK = 100
KEPT = 60


class BlockCache:
    """Reads a source in blocks of `BLOCK` rows and keeps the `KEPT` used last."""

    def __init__(self, source: RowSource) -> None:
        self.source = source
        self._blocks: OrderedDict[int, Sequence[Row]] = OrderedDict()

    def row(self, position: int) -> Row | None:
        """The row at `position`; None when the source now has fewer rows than it said."""
        number, offset = divmod(position, BLOCK)
        block = self._blocks.get(number)
        if block is None:
            block = self._read(number)
        else:
            self._blocks.move_to_end(number)
        return block[offset] if offset < len(block) else None

    def find(self, record: object) -> int | None:
        """Where the record stands: asked of the source if it can say, else of what was read."""
        if isinstance(self.source, FindingSource):
            return self.source.position(record)
        for number, block in self._blocks.items():
            for offset, row in enumerate(block):
                if row[0] == record:
                    return number * BLOCK + offset
        return None

    def _read(self, number: int) -> Sequence[Row]:
        block = self.source.rows(number * BLOCK, BLOCK)
        self._blocks[number] = block
        if len(self._blocks) > KEPT:
            self._blocks.popitem(last=False)
        return block
