"""A value is edited in place; a wrong one says why and what stays stored."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from areateam.core.fields import Choice, Field, Kind
from ui.forms.value_editors import ChoiceEditor, TextEditor, likely_text, read_text
from ui.forms.value_form import ValueForm
from ui.forms.value_row import ValueRow

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

ENDS = Field("ends", "The end", Kind.DATE)
START = Field("start", "Start", Kind.DATE, required=True)
KIND = Field("kind", "Kind", Kind.CHOICE, choices=(Choice("a", "Oak"), Choice("b", "Elm")))
FLAG = Field("signed", "Signed", Kind.FLAG)
RULES = Field("rules", "Rules", editable=False)


@pytest.fixture
def make_row(qtbot: QtBot, qapp: object) -> Callable[..., ValueRow]:
    def make(field: Field, value: Any = None) -> ValueRow:
        row = ValueRow(field, value)
        qtbot.addWidget(row)
        row.resize(600, 120)
        row.show()
        return row

    return make


def typed(row: ValueRow, text: str) -> None:
    row.edit()
    assert isinstance(row.editor, TextEditor)
    row.editor.setText(text)


@pytest.mark.parametrize("key", [Qt.Key.Key_F2, Qt.Key.Key_Return])
def test_keys_turn_a_value_into_a_field(make_row: Any, qtbot: QtBot, key: Qt.Key) -> None:
    row = make_row(ENDS, "2013-05-31")
    assert row.findChild(QLineEdit) is None
    QTest.keyClick(row, key)
    assert row.editor.text() == "31 May 2013"
    assert row.editor.selectedText() == "31 May 2013"


def test_enter_asks_for_the_change(make_row: Any, qtbot: QtBot) -> None:
    row = make_row(ENDS, "2013-05-31")
    typed(row, "30/6/2013")
    with qtbot.waitSignal(row.committed, timeout=200) as sent:
        QTest.keyClick(row.editor, Qt.Key.Key_Return)
    assert sent.args == ["ends", "2013-06-30"]
    row.set_value("2013-06-30")
    assert row.editor is None
    assert row.accessibleName() == "The end: 30 Jun 2013"


def test_a_wrong_date_says_why_and_what_stays(make_row: Any, qtbot: QtBot) -> None:
    row = make_row(ENDS, "2013-05-31")
    typed(row, "31 Jun 2013")
    with qtbot.assertNotEmitted(row.committed):
        QTest.keyClick(row.editor, Qt.Key.Key_Return)
    assert row.editor.property("invalid") is True
    assert "June has 30 days. The end stays 31 May 2013" in row._fault.text()
    assert row._ways.text().startswith("Use 30 Jun 2013")
    assert "June" in row.editor.accessibleDescription()


def test_the_likely_date_is_one_press_away(make_row: Any, qtbot: QtBot) -> None:
    row = make_row(ENDS, "2013-05-31")
    typed(row, "31 Jun 2013")
    row.commit()
    with qtbot.waitSignal(row.committed, timeout=200) as sent:
        row._ways.linked.emit("30 Jun 2013")
    assert sent.args == ["ends", "2013-06-30"]


def test_esc_puts_the_old_value_back(make_row: Any, qtbot: QtBot) -> None:
    row = make_row(ENDS, "2013-05-31")
    typed(row, "nonsense")
    row.commit()
    with qtbot.assertNotEmitted(row.committed):
        QTest.keyClick(row.editor, Qt.Key.Key_Escape)
    assert row.editor is None
    assert row._fault.isHidden()
    assert row.accessibleName().endswith("31 May 2013")


def test_the_same_value_asks_for_nothing(make_row: Any, qtbot: QtBot) -> None:
    row = make_row(ENDS, "2013-05-31")
    typed(row, "2013-05-31")
    with qtbot.assertNotEmitted(row.committed):
        row.commit()
    assert row.editor is None


def test_a_needed_value_cannot_be_blank_and_another_can(make_row: Any, qtbot: QtBot) -> None:
    row = make_row(START, "2007-06-01")
    typed(row, "  ")
    row.commit()
    assert "Start" in row._fault.text()
    free = make_row(ENDS, "2013-05-31")
    typed(free, "")
    with qtbot.waitSignal(free.committed, timeout=200) as sent:
        free.commit()
    assert sent.args == ["ends", None]


def test_a_refusal_is_said_beside_the_field(make_row: Any) -> None:
    row = make_row(ENDS, "2013-05-31")
    row.refuse("The end lies before the start.")
    assert row.editor is not None
    assert "before the start" in row._fault.text()


def test_a_choice_is_a_closed_list(make_row: Any, qtbot: QtBot) -> None:
    row = make_row(KIND, "a")
    row.edit()
    assert isinstance(row.editor, ChoiceEditor)
    labels = [row.editor.itemText(at) for at in range(row.editor.count())]
    assert labels == ["None", "Oak", "Elm"]
    row.editor.setCurrentIndex(2)
    with qtbot.waitSignal(row.committed, timeout=200) as sent:
        row.editor.activated.emit(2)
    assert sent.args == ["kind", "b"]


def test_a_flag_is_yes_or_no(make_row: Any, qtbot: QtBot) -> None:
    row = make_row(FLAG, 0)
    assert row.accessibleName() == "Signed: No"
    row.edit()
    row.editor.setCurrentIndex(row.editor.findText("Yes"))
    with qtbot.waitSignal(row.committed, timeout=200) as sent:
        row.editor.activated.emit(1)
    assert sent.args == ["signed", 1]


def test_what_cannot_be_changed_does_not_open(make_row: Any) -> None:
    row = make_row(RULES, "Rules 2005")
    row.edit()
    assert row.editor is None
    assert row.focusPolicy() == Qt.FocusPolicy.NoFocus


def test_a_worked_out_value_explains_itself(make_row: Any, qtbot: QtBot) -> None:
    row = make_row(Field("by", "Decide by", Kind.DATE, editable=False))
    row.set_value("2013-01-31", note="set by the plan", reason=True)
    assert row.accessibleName() == "Decide by: 31 Jan 2013  set by the plan"
    with qtbot.waitSignal(row.reason_asked, timeout=200) as sent:
        QTest.keyClick(row._shown, Qt.Key.Key_Return)
    assert sent.args == ["by"]


def test_a_form_leaves_the_field_that_is_edited_alone(qtbot: QtBot, qapp: object) -> None:
    form = ValueForm([START, ENDS])
    qtbot.addWidget(form)
    form.set_values({"start": "2007-06-01", "ends": "2013-05-31"})
    typed(form.rows["ends"], "1 Jun 2014")
    form.set_values({"start": "2008-06-01", "ends": "2013-05-31"})
    editor = form.rows["ends"].editor
    assert editor is not None
    assert editor.text() == "1 Jun 2014"
    assert form.rows["start"].accessibleName() == "Start: 1 Jun 2008"


@pytest.mark.parametrize(
    ("text", "likely"),
    [
        ("31 Jun 2013", "30 Jun 2013"),
        ("30/2/2013", "28 Feb 2013"),
        ("30 Feb 2012", "29 Feb 2012"),
        ("2013-09-31", "30 Sep 2013"),
        ("nonsense", ""),
        ("12/13/2013", ""),
    ],
)
def test_the_likely_date_is_the_last_of_the_month(text: str, likely: str) -> None:
    assert likely_text(ENDS, text) == likely
    assert likely_text(KIND, text) == ""


def test_reading_is_by_the_field() -> None:
    assert read_text(Field("price", "Price", Kind.MONEY), "£1,234.56") == 123_456
