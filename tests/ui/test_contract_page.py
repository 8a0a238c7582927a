"""The record page says what a contract is, why, where its values come from and what happened."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QGuiApplication, QHelpEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QPushButton, QToolTip, QWidget

from areateam.contracts.contract_actions import remove_contract
from areateam.contracts.contract_verb_rules import ContractVerb
from tests.ui.record_desk import RecordDesk
from ui.pages.contract_page import ContractPage
from ui.pages.mid_year_card import share_words
from ui.widgets.empty_state import EmptyState
from ui.widgets.popover import Popover
from ui.widgets.span_label import SpanLabel

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot


@pytest.fixture
def table(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[RecordDesk]:
    made = RecordDesk(tmp_path, tmp_path_factory)
    yield made
    made.close()


def page_of(table: RecordDesk, tab: str = "overview", **size: int) -> ContractPage:
    page = ContractPage(table.desk)
    table.show(page, id=1, tab=tab, **size)
    return page


def texts(part: QWidget) -> list[str]:
    return [
        label.text().replace("\N{NO-BREAK SPACE}", " ")
        for label in part.findChildren(SpanLabel)
        if label.isVisibleTo(part) and label.text()
    ]


def popovers(page: QWidget) -> list[Popover]:
    return [each for each in page.findChildren(Popover) if each.isVisible()]


def test_the_head_says_it_in_words(table: RecordDesk) -> None:
    page = page_of(table)
    path, title, sentence = texts(page.header)
    assert path == "Contracts > Dental > 700100".replace(
        ">", "\N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK}"
    )
    assert title == page.title == "Bright Smile Ltd"
    assert sentence == (
        "PDS agreement at 5N6 Derbyshire County PCT, ends 31 May 2013, in 211 days."
        " No decision on renewal yet."
    )


def test_the_way_above_the_title_leads_to_the_list(table: RecordDesk) -> None:
    page = page_of(table)
    page.header.linked.emit("contracts")
    page.header.linked.emit("group")
    assert table.opened == [("contracts", {}), ("contracts", {"where": ("group=dental",)})]


def test_the_end_explains_itself_and_can_be_copied(table: RecordDesk) -> None:
    page = page_of(table)
    page.header.linked.emit("ends")
    (popover,) = popovers(page)
    copy = popover.content.focusProxy()
    assert copy is not None
    QTest.keyClick(copy, Qt.Key.Key_Space)
    words = QGuiApplication.clipboard().text()
    assert words == (
        "The last day of the agreement is 31 May 2013, as typed in the register; seen from"
        " 1 Nov 2012 that is in 211 days."
    )
    QTest.keyClick(popover, Qt.Key.Key_Escape)
    assert popovers(page) == []


def test_the_overview_has_status_dates_people_notes_and_tags(table: RecordDesk) -> None:
    page = page_of(table)
    said = texts(page.overview)
    assert "●  To decide: it ends on 31 May 2013, within 18 months, and nothing is decided." in said
    assert any(words.endswith("Wed 31 Oct 2012  1 day ago") for words in said)
    assert any(words.startswith("28 Feb 2013") for words in said)
    assert "5N6 Derbyshire County PCT" in said
    assert "NHS CB, Q55 area team" in said
    assert "Rang about the lease." in said
    assert "1 Nov 2012, R. Osei  Correct  Remove" in said
    assert "Typed by hand; no import has stated anything." in said


def test_a_note_is_written_by_keyboard(table: RecordDesk) -> None:
    page = page_of(table)
    page.doings.note_asked.emit()
    QTest.keyClicks(page.overview.notes.edit, "Lease signed")
    QTest.keyClick(page.overview.notes.edit, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    table.settle()
    assert "Lease signed" in texts(page.overview.notes)
    assert page.overview.notes.edit.toPlainText() == ""
    assert table.labels()[0] == "Bright Smile Ltd: Note"


def test_a_note_is_corrected_removed_and_read_as_it_was(table: RecordDesk) -> None:
    page = page_of(table)
    card = page.overview.notes
    (head,) = (x for x in card.findChildren(SpanLabel) if x.text().endswith("Remove"))
    QTest.keyClick(head, Qt.Key.Key_Return)
    assert (card.edit.toPlainText(), card.send.text()) == ("Rang about the lease.", "Correct note")
    QTest.keyClick(card.edit, Qt.Key.Key_Escape)
    assert (card.edit.toPlainText(), card.send.text()) == ("", "Add note")
    assert not card.cancel.isVisibleTo(card)
    QTest.keyClick(head, Qt.Key.Key_Return)
    card.edit.selectAll()
    QTest.keyClicks(card.edit, "Wrote about it.")
    card.send.click()
    table.settle()
    assert (card.edit.toPlainText(), card.correcting) == ("", 0)
    assert table.labels()[0] == "Bright Smile Ltd: Note corrected"
    assert "Wrote about it." in texts(card)
    (note,) = page._record.notes if page._record else ()
    card.follow(f"before:{note.id}", card)
    assert "Rang about the lease." in texts(popovers(page)[0])
    QTest.keyClick(popovers(page)[0], Qt.Key.Key_Escape)
    card.follow(f"remove:{note.id}", card)
    table.settle()
    assert "Wrote about it." not in texts(card)
    assert table.labels()[0] == "Bright Smile Ltd: Note removed"


def test_tags_are_added_and_taken_away(table: RecordDesk) -> None:
    page = page_of(table)
    QTest.keyClicks(page.overview.tags.edit, "Closure risk")
    QTest.keyClick(page.overview.tags.edit, Qt.Key.Key_Return)
    table.settle()
    crosses = page.overview.tags.findChildren(QAbstractButton)
    names = [cross.accessibleName() for cross in crosses if cross.isVisibleTo(page)]
    assert names == ["Take away Closure risk", "Take away Lease"]
    page.overview.tags.removed.emit("Lease")
    table.settle()
    assert table.desk.connection.execute("SELECT count(*) FROM tagging").fetchone() == (1,)


def test_the_mid_year_card_says_short_and_at_most(table: RecordDesk) -> None:
    card = page_of(table, "terms").terms.mid_year
    said = texts(card)
    assert "▲  666 UDAs short of 30%, review due Wed 31 Oct 2012." in said
    assert "At most £214,807.20 may be withheld." in said
    assert card._position is not None
    assert share_words(card._position) == "26.40%"
    words = "4,884 of 18,500 UDAs delivered, 26.40%; 30% is 5,550"
    assert card.bar.accessibleName() == words
    card.linked.emit("ceiling")
    (popover,) = popovers(card.window())
    assert "£455,100.00 a year less the payment for twice 4,884 UDAs" in texts(popover)[0]


def test_the_strip_has_the_last_three_changes_and_leads_to_all(table: RecordDesk) -> None:
    page = page_of(table, "terms")
    said = texts(page.terms.strip)
    assert [words for words in said if words.startswith("All ")] == ["All 16"]
    assert "nothing → R. Patel" in said
    assert "8 Sep 2012, 09:40" in said
    page.terms.strip.history_asked.emit()
    assert page.tabs.current() == "history"
    assert page.history.table.rows_model.rowCount() == 16


def test_a_change_is_put_back_from_the_history(table: RecordDesk) -> None:
    page = page_of(table, "history")
    lines = page.history.table.lines
    number = next(n for n, line in lines.items() if line.after == "Found")
    page.history.table.cell_clicked.emit(number, "put_back")
    table.settle()
    assert table.stored("signed_copy") == "unsigned"
    assert table.labels()[0] == "Bright Smile Ltd: Signed copy put back"
    assert len(page.history.table.lines) == 17


def test_enter_on_a_change_tells_it_whole_and_puts_it_back(table: RecordDesk) -> None:
    page = page_of(table, "history")
    number = next(n for n, line in page.history.table.lines.items() if line.after == "4,884")
    page.history.table.go_to(number)
    QTest.keyClick(page.history.table, Qt.Key.Key_Return)
    (popover,) = popovers(page)
    assert texts(popover)[:2] == ["H1 delivered", "4,102 → 4,884"]
    button = next(b for b in popover.findChildren(QPushButton) if b.text() == "Put back")
    QTest.keyClick(button, Qt.Key.Key_Space)
    table.settle()
    assert '"uda_delivered_h1":410200' in table.stored("terms")


def test_what_does_not_fit_is_not_put_back_and_says_why(table: RecordDesk) -> None:
    page = page_of(table, "history")
    fields = table.desk.catalogue.fields

    def act(write: Any) -> None:
        from areateam.contracts.contract_actions import amend_contract

        amend_contract(write, fields["start_date"], 1, "2014-01-01")

    write_end = "UPDATE contract SET end_date = '2015-01-01' WHERE id = 1"
    table.write("End", lambda write: write.execute(write_end))
    table.write("Start", act)
    number = next(n for n, line in page.history.table.lines.items() if line.before == "31 May 2013")
    page.history.table.cell_clicked.emit(number, "put_back")
    table.settle()
    assert table.said == ["The end, 31 May 2013, is before the start, 1 Jan 2014."]
    assert table.stored("end_date") == "2015-01-01"


def test_the_history_is_filtered_by_words(table: RecordDesk) -> None:
    page = page_of(table, "history")
    page.focus_filter()
    QTest.keyClicks(page.history.filter.edit, "patel")
    QTest.keyClick(page.history.filter.edit, Qt.Key.Key_Return)
    assert [line.after for line in page.history.table.lines.values()] == ["R. Patel"]


def test_another_day_shows_what_stood_then_and_changes_nothing(table: RecordDesk) -> None:
    page = page_of(table, "terms")
    table.desk.look_at(date(2012, 9, 5))
    table.settle()
    assert texts(page.header)[2].startswith("As it stood on 5 Sep 2012: ")
    row = page.terms.rows["signed_copy"]
    assert row.accessibleName() == "Signed copy: Unsigned"
    row.edit()
    assert row.editor is None
    assert not any(action.isEnabled() for action in page.doings.changing.values())
    remove = page.doings.changing[ContractVerb.REMOVE]
    assert "You are looking at 5 Sep 2012" in remove.toolTip()
    page.tabs.chosen.emit("history")
    assert {line.key for line in page.history.table.lines.values()} <= {"", "signed_copy"} | {
        line.key for line in page._changes
    }
    index = page.history.table.rows_model.index(
        0, page.history.table.rows_model.section_of("put_back")
    )
    assert index.data() == ""
    page.tabs.chosen.emit("overview")
    assert not page.overview.notes.edit.isEnabled()
    table.desk.look_at(None)
    table.settle()
    assert page.overview.notes.edit.isEnabled()


def test_before_it_was_entered_the_page_says_so(table: RecordDesk) -> None:
    page = page_of(table)
    table.desk.look_at(date(2012, 9, 3))
    table.settle()
    (gone,) = [part for part in page.findChildren(EmptyState) if part.isVisible()]
    assert any("was not in the register on 3 Sep 2012" in words for words in texts(gone))
    table.desk.look_at(None)
    table.settle()
    assert texts(page.header)[1] == "Bright Smile Ltd"


def test_removing_goes_back_to_the_list_and_undo_brings_it_back(table: RecordDesk) -> None:
    page = page_of(table)
    page.doings.remove()
    table.settle()
    assert table.labels()[0] == "Remove Bright Smile Ltd"
    assert table.opened == [("contracts", {})]
    (gone,) = [part for part in page.findChildren(EmptyState) if part.isVisible()]
    assert gone is not None
    table.desk.undo()
    table.settle()
    assert page.header.isVisibleTo(page)
    assert texts(page.header)[1] == "Bright Smile Ltd"


def test_the_reference_is_copied(table: RecordDesk) -> None:
    page_of(table).doings.copy()
    assert QGuiApplication.clipboard().text() == "700100 Bright Smile Ltd (C1)"


def test_a_value_from_a_file_says_so_on_hover(table: RecordDesk) -> None:
    def imported(write: Any) -> None:
        write.execute(
            "UPDATE contract SET terms = json_set(terms, '$.uda_contracted', 20000) WHERE id = 1"
        )
        write.execute(
            "INSERT INTO batch (operation, profile, subject, file, sha256, size, encoding,"
            " delimiter, lines, new, changed, same, doubtful, rejected, absent, settings)"
            " VALUES (?, 'p', 's', 'UDA.csv', '', 0, '', '', 1, 0, 1, 0, 0, 0, 0, '{}')",
            (write.operation,),
        )
        write.execute(
            "INSERT INTO source_line (batch_id, line, fingerprint, kind, record)"
            " VALUES (1, 47, 0, 'contract', 1)"
        )

    page = page_of(table, "terms")
    table.write("Import UDA.csv", imported)
    row = page.terms.rows["uda_contracted"]
    assert row.toolTip() == "From UDA.csv, line 47"
    assert row.accessibleDescription() == "From UDA.csv, line 47"
    assert page.terms.rows["start_date"].toolTip() == ""
    assert "Import" in texts(page.terms.strip)
    place = QPoint(4, 4)
    event = QHelpEvent(QEvent.Type.ToolTip, place, row.mapToGlobal(place))
    assert row.event(event)
    QToolTip.hideText()


def test_every_control_has_a_name(table: RecordDesk) -> None:
    page = page_of(table, "terms")
    for tab in ("overview", "history"):
        page.tabs.chosen.emit(tab)
    takes = [
        part
        for part in page.findChildren(QWidget)
        if part.focusPolicy() & Qt.FocusPolicy.TabFocus
        and part.metaObject().className() != "QWidget"
    ]
    unnamed = [
        f"{type(part).__name__} {part.objectName()}"
        for part in takes
        if not part.accessibleName() and not part.objectName().startswith("qt_")
    ]
    assert unnamed == []


@pytest.mark.parametrize("size", [{"width": 1080, "height": 720}, {"width": 912, "height": 464}])
def test_nothing_is_cut(table: RecordDesk, size: dict[str, int]) -> None:
    page = page_of(table, "terms", **size)
    page.set_narrow(narrow=size["width"] < 1000, low=size["height"] < 700)
    for tab in ("overview", "terms", "history"):
        page.tabs.chosen.emit(tab)
        assert page.grab().width() > 0
        buttons = [b for b in page.findChildren(QPushButton) if b.isVisible()]
        assert [b.text() for b in buttons if b.width() < b.minimumSizeHint().width()] == []
    changes = page.terms.strip._lines
    assert len(changes) == (18 if size["height"] > 700 else 6)


def test_another_contract_takes_the_place_of_the_first(table: RecordDesk) -> None:
    page = page_of(table, "terms")
    page.show_args({"contract": 2})
    assert page.title == "Oak Dental"
    assert page.tabs.current() == "overview"
    sentence = texts(page.header)[2]
    assert sentence == "GDS contract, without an end."
    table.write("Remove", lambda write: remove_contract(write, 2))
    assert any(part.isVisible() for part in page.findChildren(EmptyState))
