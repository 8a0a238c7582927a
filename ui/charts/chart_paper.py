"""A picture in a file: PNG, SVG or PDF, with its title, its sentence and the day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QPointF, QRectF, QSaveFile, QSize, Qt
from PySide6.QtGui import QImage, QImageWriter, QPageLayout, QPageSize, QPainter, QPdfWriter
from PySide6.QtSvg import QSvgGenerator

from ui.charts.chart_scale import Scale
from ui.style.fonts import BODY, SMALL, TITLE, font
from ui.style.marks import Tone
from ui.style.theme import colour, on_paper
from ui.widgets.spans import Span, SpanLayout

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Sequence
    from pathlib import Path

    from ui.charts.picture import Heading, Picture

    Plot = Callable[[QPainter, float, float], None]
    """Paints into so many pixels, across and down."""

_WIDTH, _PLOT = 1040, 560
_EDGE = 24
_MARGIN = 12.0
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


def write_picture(path: Path, picture: Picture, picked: Sequence[Hashable] = ()) -> str:
    """Write a picture as `write_sheet` does."""

    def plot(painter: QPainter, width: float, height: float) -> None:
        paint_plot(painter, picture, width, height, picked)

    return write_sheet(path, picture.heading, plot)


def write_sheet(path: Path, heading: Heading, plot: Plot) -> str:
    """Write what `plot` paints by the ending of the path; "" or why it could not be written.

    Its heading stands above it and the day below.

    Paper is white, whatever the window is. The file is written whole or not at all.
    """
    file = QSaveFile(str(path))
    if not file.open(QIODevice.OpenModeFlag.WriteOnly):
        return file.errorString()
    with on_paper():
        ending = path.suffix.lower()
        if ending == ".svg":
            _write_svg(file, heading, plot)
        elif ending == ".png":
            _write_png(file, heading, plot)
        else:
            _write_pdf(file, heading, plot)
    return "" if file.commit() else file.errorString()


def _sentence(heading: Heading) -> SpanLayout:
    spans = [Span(heading.sentence, tone=Tone.QUIET)]
    return SpanLayout(spans, BODY, _WIDTH - 2 * _EDGE, wrap=True)


def _height(heading: Heading) -> int:
    return _EDGE + 32 + _sentence(heading).height + 8 + _PLOT + 28


def _write_png(file: QSaveFile, heading: Heading, plot: Plot) -> None:
    image = QImage(QSize(_WIDTH, _height(heading)) * 2, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(2)
    painter = QPainter(image)
    _paint(painter, heading, plot)
    painter.end()
    # An image is not saved to a file that is only kept when whole, but to any buffer.
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, b"png").write(image)
    file.write(buffer.data())


def _write_svg(file: QSaveFile, heading: Heading, plot: Plot) -> None:
    made = QSvgGenerator()
    made.setOutputDevice(file)
    size = QSize(_WIDTH, _height(heading))
    made.setSize(size)
    made.setViewBox(QRectF(0, 0, size.width(), size.height()))
    made.setTitle(heading.title)
    made.setDescription(heading.sentence)
    painter = QPainter(made)
    _paint(painter, heading, plot)
    painter.end()


def _write_pdf(file: QSaveFile, heading: Heading, plot: Plot) -> None:
    writer = QPdfWriter(file)
    writer.setTitle(heading.title)
    writer.setCreator("Area Team")
    margins = QMarginsF(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
    way = QPageLayout.Orientation.Landscape
    page = QPageSize(QPageSize.PageSizeId.A4)
    writer.setPageLayout(QPageLayout(page, way, margins, QPageLayout.Unit.Millimeter))
    painter = QPainter(writer)
    scale = min(writer.width() / _WIDTH, writer.height() / _height(heading))
    painter.scale(scale, scale)
    _paint(painter, heading, plot)
    painter.end()


def _paint(painter: QPainter, heading: Heading, plot: Plot) -> None:
    """The heading, the plot below it and the day at the foot."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    high = _height(heading)
    painter.fillRect(QRectF(0, 0, _WIDTH, high), colour("surface"))
    painter.setPen(colour("text"))
    painter.setFont(font(TITLE, strong=True))
    painter.drawText(QRectF(_EDGE, 16, _WIDTH - 2 * _EDGE, 28), _LEFT, heading.title)
    words = _sentence(heading)
    painter.save()
    painter.translate(_EDGE, 48)
    words.paint(painter)
    painter.restore()
    painter.save()
    painter.translate(0, 48 + words.height + 8)
    plot(painter, _WIDTH - 12, _PLOT)
    painter.restore()
    painter.setFont(font(SMALL))
    painter.setPen(colour("text_2"))
    foot = QRectF(_EDGE, high - 28, _WIDTH - 2 * _EDGE, 16)
    painter.drawText(foot, _LEFT, f"As at {heading.as_at}")


def paint_plot(
    painter: QPainter,
    picture: Picture,
    width: float,
    height: float,
    picked: Sequence[Hashable] = (),
) -> None:
    """Paint the whole of a picture into so many pixels."""
    scale = Scale(picture.extent(), picture.box(width, height))
    painter.save()
    picture.paint_frame(painter, scale, width)
    picture.paint_ground(painter, scale)
    pixels = picture.pixels(scale)
    for mark, places in picture.marks():
        for x, y in pixels[places]:
            mark.paint(painter, QPointF(x, y))
    picture.paint_over(painter, scale, picked)
    painter.restore()
