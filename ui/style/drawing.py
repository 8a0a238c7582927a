"""Fusion with our own boxes, buttons and arrows where a style sheet would need picture files."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import (
    QProxyStyle,
    QStyle,
    QStyleOption,
    QStyleOptionComboBox,
    QStyleOptionComplex,
    QWidget,
)

from ui.style.icons import paint_icon
from ui.style.theme import colour

BOX = 14

_Element = QStyle.PrimitiveElement
_State = QStyle.StateFlag


class DrawnStyle(QProxyStyle):
    """Draws check boxes, radio buttons and choices in the tokens of the moment."""

    def __init__(self) -> None:
        super().__init__("Fusion")

    def drawPrimitive(
        self,
        element: QStyle.PrimitiveElement,
        option: QStyleOption,
        painter: QPainter,
        widget: QWidget | None = None,
    ) -> None:
        """Draw one part; boxes and dots are ours, the focus frame of items is left to them."""
        if element == _Element.PE_IndicatorCheckBox:
            enabled = bool(option.state & _State.State_Enabled)
            paint_check(painter, option.rect, _check_state(option), enabled=enabled)
        elif element == _Element.PE_IndicatorRadioButton:
            _paint_radio(painter, option)
        elif element != _Element.PE_FrameFocusRect:
            super().drawPrimitive(element, option, painter, widget)
        elif widget is not None and widget.inherits("QAbstractButton"):
            _paint_focus(painter, option.rect)

    def drawComplexControl(
        self,
        control: QStyle.ComplexControl,
        option: QStyleOptionComplex,
        painter: QPainter,
        widget: QWidget | None = None,
    ) -> None:
        """Draw a choice as a field with a small arrow; all else as Fusion does."""
        if control == QStyle.ComplexControl.CC_ComboBox and isinstance(
            option, QStyleOptionComboBox
        ):
            _paint_combo(painter, option)
        else:
            super().drawComplexControl(control, option, painter, widget)

    def subControlRect(
        self,
        control: QStyle.ComplexControl,
        option: QStyleOptionComplex,
        part: QStyle.SubControl,
        widget: QWidget | None = None,
    ) -> QRect:
        """Where a part stands: the words of a choice begin where those of a field do."""
        if (
            control == QStyle.ComplexControl.CC_ComboBox
            and part == QStyle.SubControl.SC_ComboBoxEditField
        ):
            # Its border is left uncovered where the words can be typed over.
            return option.rect.adjusted(8, 2, -26, -2)
        # The stub of this one method denies that there may be no widget.
        return super().subControlRect(control, option, part, cast("QWidget", widget))

    def pixelMetric(
        self,
        metric: QStyle.PixelMetric,
        option: QStyleOption | None = None,
        widget: QWidget | None = None,
    ) -> int:
        """The sizes of boxes; the rest as Fusion has it."""
        if metric in _SIZES:
            return _SIZES[metric]
        return super().pixelMetric(metric, option, widget)


_SIZES = {
    QStyle.PixelMetric.PM_IndicatorWidth: BOX,
    QStyle.PixelMetric.PM_IndicatorHeight: BOX,
    QStyle.PixelMetric.PM_ExclusiveIndicatorWidth: BOX,
    QStyle.PixelMetric.PM_ExclusiveIndicatorHeight: BOX,
    QStyle.PixelMetric.PM_ButtonIconSize: 16,
    QStyle.PixelMetric.PM_SmallIconSize: 16,
}


def _check_state(option: QStyleOption) -> Qt.CheckState:
    if option.state & _State.State_NoChange:
        return Qt.CheckState.PartiallyChecked
    if option.state & _State.State_On:
        return Qt.CheckState.Checked
    return Qt.CheckState.Unchecked


def paint_check(
    painter: QPainter, rect: QRect, state: Qt.CheckState, *, enabled: bool = True
) -> None:
    """Draw a check box of `BOX` pixels in the middle of `rect`."""
    left = rect.x() + (rect.width() - BOX) // 2
    box = QRectF(left, rect.y() + (rect.height() - BOX) // 2, BOX, BOX)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    filled = state != Qt.CheckState.Unchecked
    painter.setPen(QPen(colour("accent" if filled else "control" if enabled else "line"), 1))
    painter.setBrush(colour("accent" if filled else "surface"))
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 2, 2)
    pen = QPen(colour("on_accent"), 1.8)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    x, y = box.center().x(), box.center().y()
    if state == Qt.CheckState.Checked:
        points = [QPointF(x - 3.5, y + 0.3), QPointF(x - 1, y + 2.8), QPointF(x + 3.5, y - 2.6)]
        painter.drawPolyline(points)
    elif state == Qt.CheckState.PartiallyChecked:
        painter.drawLine(QPointF(x - 3, y), QPointF(x + 3, y))
    painter.restore()


def _paint_radio(painter: QPainter, option: QStyleOption) -> None:
    chosen = bool(option.state & _State.State_On)
    centre = QRectF(option.rect).center()
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(colour("accent" if chosen else "control"), 1.5 if chosen else 1))
    painter.setBrush(colour("surface"))
    painter.drawEllipse(centre, 6, 6)
    if chosen:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour("accent"))
        painter.drawEllipse(centre, 3.2, 3.2)
    painter.restore()


def _paint_focus(painter: QPainter, rect: QRect) -> None:
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(colour("accent"), 2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(QRectF(rect).adjusted(-1, 0, 1, 0), 2, 2)
    painter.restore()


def _paint_combo(painter: QPainter, option: QStyleOptionComboBox) -> None:
    focused = bool(option.state & _State.State_HasFocus)
    enabled = bool(option.state & _State.State_Enabled)
    edge = 2 if focused else 1
    ink = "accent" if focused else "control" if enabled else "line"
    box = QRectF(option.rect).adjusted(edge / 2, edge / 2, -edge / 2, -edge / 2)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(colour(ink), edge))
    painter.setBrush(colour("surface"))
    painter.drawRoundedRect(box, 4, 4)
    painter.restore()
    arrow = QRect(option.rect.right() - 21, option.rect.center().y() - 5, 12, 12)
    paint_icon(painter, "down", arrow, colour("text_2"))
