"""The parts say what they are, answer to keys, and keep still while they are updated."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QPushButton, QToolButton, QWidget

from ui.ask import make_confirm
from ui.style.marks import Mark, Shape, Tone
from ui.widgets.banner import Banner
from ui.widgets.bulk_bar import BulkBar
from ui.widgets.card_frame import CardFrame
from ui.widgets.chip import ChipRow
from ui.widgets.count_bar import Count, CountBar
from ui.widgets.empty_state import EmptyState, Step
from ui.widgets.facet_panel import Facet, FacetPanel, FacetValue
from ui.widgets.filter_field import FilterField
from ui.widgets.popover import Popover
from ui.widgets.progress_line import ProgressLine, time_left
from ui.widgets.segments import Segments
from ui.widgets.span_label import SpanLabel
from ui.widgets.spans import Span
from ui.widgets.tab_row import TabRow

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

LOW = Mark(Shape.LATE, "late")
FACETS = [
    Facet("wood", "Wood", [FacetValue("north", "North"), FacetValue("south", "South")]),
    Facet("share", "Share", [FacetValue("low", "Under 30%", LOW)]),
]


@pytest.fixture(autouse=True)
def _application(qapp: object) -> None:
    """Every test here makes widgets."""


def line(panel: FacetPanel, words: str) -> QAbstractButton:
    return next(b for b in panel.findChildren(QAbstractButton) if b.text() == words)


def test_counts_come_later_and_nothing_loses_its_focus(qtbot: QtBot) -> None:
    panel = FacetPanel()
    qtbot.addWidget(panel)
    panel.set_facets(FACETS)
    panel.show()
    south = line(panel, "South")
    south.setFocus()
    assert south.accessibleName() == "South, counting"
    panel.set_counts({"wood": {"south": 1041}})
    panel.set_facets(list(FACETS))
    assert south.accessibleName() == "South, 1,041"
    assert line(panel, "North").accessibleName() == "North, 0"
    assert line(panel, "Under 30%").accessibleName() == "Under 30% (late), counting"
    assert panel.window().focusWidget() is south


def test_ticking_a_facet_tells_which(qtbot: QtBot) -> None:
    panel = FacetPanel()
    qtbot.addWidget(panel)
    panel.set_facets(FACETS)
    panel.set_ticked({"wood": {"north"}})
    with qtbot.waitSignal(panel.changed, timeout=200) as sent:
        QTest.keyClick(line(panel, "South"), Qt.Key.Key_Space)
    assert sent.args == ["wood", "south", True]
    assert panel.ticked() == {"wood": {"north", "south"}}


def test_a_group_folds(qtbot: QtBot) -> None:
    panel = FacetPanel()
    qtbot.addWidget(panel)
    panel.set_facets(FACETS)
    panel.show()
    line(panel, "Wood").click()
    assert not line(panel, "North").isVisible()
    assert line(panel, "Under 30%").isVisible()


def test_a_sentence_has_links_by_pointer_and_keyboard(qtbot: QtBot) -> None:
    spans = [Span("late", mark=Shape.LATE), Span(" in "), Span("all 36", link="all")]
    label = SpanLabel(spans)
    qtbot.addWidget(label)
    label.resize(400, 20)
    label.show()
    with qtbot.waitSignal(label.linked, timeout=200) as sent:
        QTest.mouseClick(label, Qt.MouseButton.LeftButton, pos=label.link_rect("all").center())
    assert sent.args == ["all"]
    with qtbot.waitSignal(label.linked, timeout=200):
        QTest.keyClick(label, Qt.Key.Key_Return)
    with qtbot.assertNotEmitted(label.linked):
        QTest.mouseClick(label, Qt.MouseButton.LeftButton, pos=QPoint(5, 10))
    assert label.accessibleName().endswith("late in all 36")


def test_a_paragraph_wraps_and_a_line_does_not() -> None:
    words = "Others can work on a copy without a connection. " * 3
    wrapped = SpanLabel(words, wrap=True)
    assert wrapped.heightForWidth(300) >= 60
    assert wrapped.heightForWidth(300) % 20 == 0
    assert SpanLabel(words).sizeHint().height() == 20


def test_the_tone_of_a_label_is_for_spans_without_their_own() -> None:
    assert Span("x").toned(Tone.QUIET).ink == "text_2"
    assert Span("x", mark=Shape.OK).toned(Tone.QUIET).ink == "ok"
    assert Span("x", link="y").toned(Tone.QUIET).ink == "accent"
    assert Span("x", link="y", reason=True).toned(Tone.PLAIN).ink == "text"


def test_chips_go_one_by_one_or_all(qtbot: QtBot) -> None:
    row = ChipRow()
    qtbot.addWidget(row)
    row.set_chips([("wood", "Wood: North"), ("kind", "Kind: Oak")])
    cross = next(b for b in row.findChildren(QToolButton) if "Oak" in b.accessibleName())
    with qtbot.waitSignal(row.removed, timeout=200) as sent:
        cross.click()
    assert sent.args == ["kind"]
    with qtbot.waitSignal(row.cleared, timeout=200):
        row.findChildren(QPushButton)[0].click()


def test_a_count_filters_until_pressed_again(qtbot: QtBot) -> None:
    bar = CountBar()
    qtbot.addWidget(bar)
    counts = [Count("new", Shape.NEW, 9, "New"), Count("doubt", Shape.DOUBT, 7, "In doubt")]
    bar.set_counts(counts, "of 16 lines")
    heard: list[str] = []
    bar.chosen.connect(heard.append)
    new, doubt = (b for b in bar.findChildren(QAbstractButton))
    new.click()
    doubt.click()
    doubt.click()
    assert heard == ["new", "doubt", ""]
    new.click()
    bar.set_counts(counts, "of 16 lines")
    assert bar.current() == "new"


def test_segments_have_always_one(qtbot: QtBot) -> None:
    segments = Segments([("team", "Whole team"), ("mine", "Mine")])
    qtbot.addWidget(segments)
    assert segments.current() == "team"
    with qtbot.waitSignal(segments.chosen, timeout=200) as sent:
        segments.findChildren(QPushButton)[1].click()
    assert sent.args == ["mine"]
    segments.findChildren(QPushButton)[1].click()
    assert segments.current() == "mine"


def test_tabs_change_by_keys(qtbot: QtBot) -> None:
    tabs = TabRow([("terms", "Terms"), ("cases", "Cases 2")])
    qtbot.addWidget(tabs)
    heard: list[str] = []
    tabs.chosen.connect(heard.append)
    QTest.keyClick(tabs, Qt.Key.Key_Right)
    QTest.keyClick(tabs, Qt.Key.Key_Right)
    assert heard == ["cases", "terms"]
    tabs.set_words("cases", "Cases 3")
    assert tabs.current() == "terms"


def test_the_bulk_bar_comes_and_goes(qtbot: QtBot) -> None:
    bar = BulkBar([("assign", "Assign")])
    qtbot.addWidget(bar)
    assert bar.isHidden()
    bar.set_count(3)
    assert not bar.isHidden()
    bar.set_open("assign")
    assert bar.button("assign").property("now") is True
    with qtbot.waitSignal(bar.verb, timeout=200) as sent:
        bar.button("assign").click()
    assert sent.args == ["assign"]
    bar.set_count(0)
    assert bar.isHidden()


def test_a_filter_is_sent_when_typing_rests(qtbot: QtBot) -> None:
    field = FilterField("Filter this list")
    qtbot.addWidget(field)
    heard: list[str] = []
    field.changed.connect(heard.append)
    field._rest.setInterval(5)
    QTest.keyClicks(field.edit, "oak")
    qtbot.waitUntil(lambda: bool(heard), timeout=500)
    QTest.keyClick(field.edit, Qt.Key.Key_Return)
    assert heard == ["oak", "oak"]
    field.set_text("")
    assert len(heard) == 2


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(None, ""), (0.2, "1 s left"), (4.4, "4 s left"), (125.0, "2 min left")],
)
def test_time_left_in_words(seconds: float | None, words: str) -> None:
    assert time_left(seconds) == words


def test_progress_says_what_and_how_many(qtbot: QtBot) -> None:
    progress = ProgressLine()
    qtbot.addWidget(progress)
    progress.show_progress("Reading", 2140, 3004, 4)
    said = [label.text() for label in progress.findChildren(QLabel)]
    assert "Reading, 2,140 of 3,004" in said
    with qtbot.waitSignal(progress.cancelled, timeout=200):
        progress.findChildren(QPushButton)[0].click()
    progress.finish()
    assert progress.isHidden()


def test_a_popover_points_and_never_covers(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(800, 600)
    for top in (40, 560):
        anchor = QPushButton("Why", window)
        anchor.setGeometry(700, top, 80, 28)
        window.show()
        popover = Popover(window, QLabel("Because of regulation 26."))
        popover.open_at(anchor)
        assert not popover.geometry().intersects(anchor.geometry())
        assert window.rect().contains(popover.geometry())
        popover.close_now()


def test_a_popover_closes_by_esc_and_by_a_press_elsewhere(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(800, 600)
    anchor = QPushButton("Why", window)
    window.show()
    for by_key in (True, False):
        popover = Popover(window, QLabel("Because"))
        popover.open_at(anchor)
        with qtbot.waitSignal(popover.closed, timeout=200):
            if by_key:
                QTest.keyClick(popover, Qt.Key.Key_Escape)
            else:
                QTest.mouseClick(window, Qt.MouseButton.LeftButton, pos=QPoint(600, 500))


def test_a_card_leads_to_its_list(qtbot: QtBot) -> None:
    card = CardFrame("Behind", number="3")
    qtbot.addWidget(card)
    card.add_figure("3", "of 4")
    card.add_line([Span("4 late", mark=Shape.LATE, link="late")])
    card.set_link("Open readiness", "readiness")
    heard: list[str] = []
    card.linked.connect(heard.append)
    for label in card.findChildren(SpanLabel):
        if label.focusPolicy() != Qt.FocusPolicy.NoFocus:
            QTest.keyClick(label, Qt.Key.Key_Return)
    assert sorted(heard) == ["late", "readiness"]
    card.clear()
    assert card.body.count() == 0


def test_a_banner_is_read_as_a_whole() -> None:
    banner = Banner(Tone.RISK, [[Span("Not found"), Span(" at home.")], [Span("Look again")]])
    assert banner.accessibleName() == "Not found at home. Look again"


def test_an_empty_page_offers_one_main_step(qtbot: QtBot) -> None:
    steps = [Step("a", "add", "A", "first", "Do a"), Step("b", "add", "B", "then", "Do b")]
    empty = EmptyState("For", "This.", steps)
    qtbot.addWidget(empty)
    first, second = empty.findChildren(QPushButton)
    assert [b.property("kind") for b in (first, second)] == ["filled", "outlined"]
    with qtbot.waitSignal(empty.chosen, timeout=200) as sent:
        second.click()
    assert sent.args == ["b"]


def test_enter_does_not_confirm_by_itself(qtbot: QtBot) -> None:
    dialog = make_confirm(None, "Take it off?", "It stays on the disk.", "Take off")
    qtbot.addWidget(dialog)
    assert [b.text() for b in dialog.findChildren(QPushButton) if b.isDefault()] == ["Cancel"]


def test_a_label_measures_its_words_anew_when_they_or_its_font_change() -> None:
    label = SpanLabel("One line", wrap=True)
    low, narrow = label.heightForWidth(120), label.sizeHint().width()
    label.set_spans("So many words that they never stand in one line of a label this narrow")
    assert label.heightForWidth(120) > low
    assert label.sizeHint().width() > narrow
    QCoreApplication.sendEvent(label, QEvent(QEvent.Type.FontChange))
    assert not label._heights
