"""A Gantt chart in files: as one picture, or on as many sheets as it needs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from PySide6.QtCore import QIODevice, QMarginsF, QRectF, QSaveFile, QSize, QSizeF, Qt
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter, QPdfWriter
from PySide6.QtSvg import QSvgGenerator

from ui.style.fonts import SMALL, font
from ui.style.theme import colour, on_paper
from ui.widgets.gantt_lines import GanttDays, GanttLine
from ui.widgets.gantt_painter import HEAD, ROW, TABLE, GanttPainter, GanttScale

_NOTE = 260
"""Pixels after the last bar, for its note."""
_MARGIN, _FOOT = 10.0, 24
_PIXELS = 3.0
_SHEET_WIDTH = 1500
"""How many pixels of the chart one sheet is wide."""


class GanttPaper:
    """The lines from the first day to the last; `title` and `as_at` stand at the foot of sheets."""

    def __init__(
        self, lines: Sequence[GanttLine], days: GanttDays, first: date, last: date
    ) -> None:
        self._lines = lines
        self._days = days
        self._first = first
        self._span = (last - first).days + 1

    def write(self, path: Path, *, title: str, as_at: str) -> bool:
        """Write a PNG, SVG or PDF by the ending of the path; False where it cannot be written.

        Paper is white, whatever the window is.
        """
        with on_paper():
            return self._write(path, title, as_at)

    def _write(self, path: Path, title: str, as_at: str) -> bool:
        if path.suffix.lower() == ".pdf":
            return self._write_pdf(path, title, as_at)
        width = int(TABLE + self._span * _PIXELS + _NOTE)
        size = QSize(width, HEAD + len(self._lines) * ROW + 1)
        if path.suffix.lower() == ".svg":
            return self._write_svg(path, size, title)
        image = QImage(size * 2, QImage.Format.Format_RGB32)
        image.setDevicePixelRatio(2)
        image.fill(colour("surface"))
        painter = QPainter(image)
        self._paint(painter, _PIXELS, width, 0, len(self._lines))
        painter.end()
        return image.save(str(path))

    def sheets(self) -> int:
        """How many sheets the chart takes."""
        return max(1, -(-len(self._lines) // self._per_sheet()))

    def _write_svg(self, path: Path, size: QSize, title: str) -> bool:
        made = QSvgGenerator()
        made.setFileName(str(path))
        made.setSize(size)
        made.setViewBox(QRectF(0, 0, size.width(), size.height()))
        made.setTitle(title)
        painter = QPainter()
        if not painter.begin(made):
            return False
        painter.fillRect(QRectF(0, 0, size.width(), size.height()), colour("surface"))
        self._paint(painter, _PIXELS, size.width(), 0, len(self._lines))
        return painter.end()

    def _write_pdf(self, path: Path, title: str, as_at: str) -> bool:
        file = QSaveFile(str(path))
        if not file.open(QIODevice.OpenModeFlag.WriteOnly):
            return False
        writer = QPdfWriter(file)
        writer.setTitle(title)
        writer.setCreator("Area Team")
        writer.setPageLayout(_layout())
        scale = writer.width() / _SHEET_WIDTH
        painter = QPainter(writer)
        painter.scale(scale, scale)
        for sheet in range(self.sheets()):
            if sheet:
                writer.newPage()
            self._paint_sheet(painter, sheet, writer.height() / scale, f"{title}, as at {as_at}")
        painter.end()
        del writer
        return file.commit()

    def _paint_sheet(self, painter: QPainter, sheet: int, height: float, foot: str) -> None:
        first = sheet * self._per_sheet()
        last = min(first + self._per_sheet(), len(self._lines))
        pixels = (_SHEET_WIDTH - TABLE - _NOTE) / self._span
        painter.save()
        painter.setClipRect(QRectF(0, 0, _SHEET_WIDTH, HEAD + (last - first) * ROW + 1))
        self._paint(painter, pixels, _SHEET_WIDTH, first, last)
        painter.restore()
        painter.setFont(font(SMALL))
        painter.setPen(colour("text_2"))
        box = QRectF(0, height - _FOOT, _SHEET_WIDTH, _FOOT)
        painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom, foot)
        words = f"Page {sheet + 1} of {self.sheets()}"
        painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom, words)

    def _paint(self, painter: QPainter, pixels: float, width: float, first: int, last: int) -> None:
        scale = GanttScale(self._first, TABLE, pixels)
        shown = GanttPainter(painter, self._lines, self._days, scale, width)
        shown.paint(HEAD - first * ROW, first, last, -1, focused=False)

    def _per_sheet(self) -> int:
        size = _layout().paintRect(QPageLayout.Unit.Millimeter)
        height = size.height() / size.width() * _SHEET_WIDTH
        return int((height - HEAD - _FOOT - 8) // ROW)


def _layout() -> QPageLayout:
    size = QSizeF(210, 297)
    page = QPageSize(size, QPageSize.Unit.Millimeter, "A4")
    margins = QMarginsF(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
    return QPageLayout(
        page, QPageLayout.Orientation.Landscape, margins, QPageLayout.Unit.Millimeter
    )
