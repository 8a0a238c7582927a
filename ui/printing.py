"""Puts a page of HTML on paper, as a PDF with a heading line and its pages counted."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QIODevice, QMarginsF, QRectF, QSaveFile, QSizeF, Qt, QThread
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QColor,
    QFont,
    QGuiApplication,
    QPageLayout,
    QPageSize,
    QPainter,
    QPalette,
    QPdfWriter,
    QTextDocument,
)

from areateam.core.problems import FileProblem
from ui.style.fonts import family

_MARGIN = 15.0
"""White at each edge, in millimetres."""
_LINE = 7.0
"""What the line above and the line below take, in millimetres, with their distance."""
_MILLIMETRES = 25.4
_INK, _QUIET = QColor("#212B32"), QColor("#4C6272")


def write_pdf(
    html: str, path: Path, *, title: str, landscape: bool = False, sheet: str = "A4"
) -> None:
    """Write a page, such as `areateam.core.paper` makes, as a PDF: whole or not at all.

    `sheet` is "A4" or "A3".

    `title` stands at the head of each sheet and in the file's properties; at the foot stands
    "Page 1 of 3". Long tables go over as many sheets as they need, their heads repeated. It may
    be called in any thread, without a window too. Raises FileProblem("file-unwritable").
    """
    need_fonts()
    layout = _layout(sheet, landscape=landscape)
    application = QGuiApplication.instance()
    if application is None or QThread.currentThread() is application.thread():
        _write(html, path, title, layout)
        return
    beside = _Beside(lambda: _write(html, path, title, layout))
    beside.start()
    beside.wait()
    if beside.problem is not None:
        raise beside.problem


class _Beside(QThread):
    """Draws for a thread that is not Qt's own: fonts need the timers that only Qt's have."""

    def __init__(self, work: Callable[[], None]) -> None:
        super().__init__()
        self._work = work
        self.problem: Exception | None = None

    def run(self) -> None:
        """Do the work, keeping what goes wrong for whoever waits."""
        try:
            self._work()
        except Exception as problem:  # noqa: BLE001 - raised again where it is waited for
            self.problem = problem


def _write(html: str, path: Path, title: str, layout: QPageLayout) -> None:
    file = QSaveFile(str(path))
    if not file.open(QIODevice.OpenModeFlag.WriteOnly):
        raise FileProblem("file-unwritable", path, reason=file.errorString())
    writer = QPdfWriter(file)
    writer.setTitle(title)
    writer.setCreator("Area Team")
    writer.setPageLayout(layout)
    _draw(writer, html, title)
    del writer
    if not file.commit():
        raise FileProblem("file-unwritable", path, reason=file.errorString())


def need_fonts() -> None:
    """Have an application, without which there are no fonts; a command has none yet."""
    if QGuiApplication.instance() is not None:
        return
    has_screen = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    if sys.platform.startswith("linux") and not has_screen:
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    # One with widgets, though pages need none: whoever opens a window later in the process uses
    # it, and there can be no second one.
    from PySide6.QtWidgets import QApplication

    _kept.append(QApplication([]))


_kept: list[QGuiApplication] = []


def _layout(sheet: str, *, landscape: bool) -> QPageLayout:
    way = QPageLayout.Orientation.Landscape if landscape else QPageLayout.Orientation.Portrait
    margins = QMarginsF(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
    return QPageLayout(
        QPageSize(QPageSize.PageSizeId[sheet]), way, margins, QPageLayout.Unit.Millimeter
    )


def _draw(writer: QPdfWriter, html: str, title: str) -> None:
    dots = writer.resolution()
    line = _LINE / _MILLIMETRES * dots
    whole = writer.pageLayout().paintRectPixels(dots).size()
    body = QSizeF(whole.width(), whole.height() - 2 * line)
    document = _document(writer, html, body)
    count = document.pageCount()
    painter = QPainter(writer)
    # A dark window must not print white on white.
    context = QAbstractTextDocumentLayout.PaintContext()
    palette = QPalette()
    palette.setColor(QPalette.ColorRole.Text, _INK)
    context.palette = palette
    for sheet in range(count):
        if sheet:
            writer.newPage()
        _draw_edges(painter, QSizeF(whole), title, f"Page {sheet + 1} of {count}")
        painter.save()
        painter.translate(0, line - sheet * body.height())
        shown = QRectF(0, sheet * body.height(), body.width(), body.height())
        painter.setClipRect(shown)
        context.clip = shown
        document.documentLayout().draw(painter, context)
        painter.restore()
    painter.end()


def _document(writer: QPdfWriter, html: str, body: QSizeF) -> QTextDocument:
    document = QTextDocument()
    document.setDefaultFont(_font(9.0))
    document.documentLayout().setPaintDevice(writer)
    document.setDocumentMargin(0)
    document.setHtml(html)
    document.setPageSize(body)
    return document


def _draw_edges(painter: QPainter, whole: QSizeF, title: str, count: str) -> None:
    """The line above, cut where it is too long, and the count below."""
    painter.setFont(_font(8.0))
    painter.setPen(_QUIET)
    width = painter.fontMetrics().horizontalAdvance(title)
    cut = painter.fontMetrics().elidedText(title, Qt.TextElideMode.ElideRight, int(whole.width()))
    area = QRectF(0, 0, whole.width(), whole.height())
    top, bottom = Qt.AlignmentFlag.AlignTop, Qt.AlignmentFlag.AlignBottom
    left, right = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight
    painter.drawText(area, int(top | left), cut if width > whole.width() else title)
    painter.drawText(area, int(bottom | right), count)


def _font(points: float) -> QFont:
    font = QFont(family())
    font.setPointSizeF(points)
    # The window's figures of equal width have no letters that a search in the file would find.
    font.setFeature(QFont.Tag("tnum"), 0)
    return font
