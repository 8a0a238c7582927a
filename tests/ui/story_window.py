"""The window over an empty register, worked in as a contract manager does: by keys and clicks."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit

from areateam.cases.document_views import document_bytes
from areateam.ledger.check import content_digest
from areateam.office import KINDS, open_office
from tests.flows.case_story import word_lines
from tests.ui.imports_desk import Answers, until
from ui.desk import Desk
from ui.pages.case_page import CasePage
from ui.pages.contract_page import ContractPage
from ui.pages.import_review_page import ImportReviewPage
from ui.pages.imports_page import ImportsPage
from ui.settings import Settings
from ui.shell import Shell
from ui.window import Window

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QAbstractButton, QWidget

    from ui.pages.case_steps import StepsCard

NOW = datetime(2012, 11, 1, 17, 0)  # noqa: DTZ001 - the office's own wall clock


class StoryWindow:
    """One window for one story; close it after use."""

    def __init__(self, register: Path, folder: Path) -> None:
        self.desk = Desk(
            lambda: open_office(register, user="R. Osei", now=lambda: NOW),
            Settings(folder / "window.json"),
        )
        ready: list[bool] = []
        faults: list[Exception] = []
        self.problems: list[str] = []
        self.desk.ready.connect(lambda: ready.append(True))
        self.desk.problem.connect(self.problems.append)
        self.desk.start(faults.append)
        until(lambda: ready or faults)
        assert not faults, faults
        self.shell = Shell(self.desk.refresh)
        self.shell.resize(1280, 800)
        self.window = Window(self.shell, self.desk)
        self.shell.show()
        self.at_first = self.digest()
        self.done_before = self.operations()

    # ---- the window

    def settle(self) -> None:
        """Wait until everything asked has been answered."""
        for _ in range(3):
            until(lambda: self.desk.is_idle)
            QCoreApplication.processEvents()

    def click(self, button: QAbstractButton) -> None:
        """Click a button that can be seen and is enabled."""
        assert button.isVisible(), button.text()
        assert button.isEnabled(), f"{button.text()}: {button.toolTip()}"
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        self.settle()

    def page(self) -> Any:
        """The page that is open."""
        return self.shell.current_page()

    # ---- a file and its contract

    def take_in(self, path: Path) -> None:
        """Choose a file on the imports page, look at its review and apply it."""
        self.window.open("imports")
        self.settle()
        imports = self.page()
        assert isinstance(imports, ImportsPage)
        imports.ask = Answers([path])
        self.click(imports.choose)
        until(lambda: isinstance(self.page(), ImportReviewPage) and self.page().summary)
        self.settle()
        review = self.page()
        assert review.apply.text() == "Apply 1 change"
        self.click(review.apply)
        until(lambda: isinstance(self.page(), ImportsPage))
        self.settle()

    def find(self, name: str) -> ContractPage:
        """Open a contract by typing its name into the search."""
        palette = self.window.palette.open()
        QTest.keyClicks(palette.edit, name)
        until(lambda: "contract:" in getattr(palette.current(), "key", ""))
        QTest.keyClick(palette.edit, Qt.Key.Key_Return)
        self.settle()
        page = self.page()
        assert isinstance(page, ContractPage)
        return page

    def open_case(self, contract: ContractPage, procedure: str, **days: str) -> CasePage:
        """Open a case at the contract shown: Ctrl+N, the procedure, its days, Enter."""
        contract.make_new()
        panel = contract.opening.panel
        assert panel is not None
        panel.fill("procedure", procedure)
        for key, text in days.items():
            editor = panel.editors.get(key) or panel.day_editor(key)
            type_into(editor, text)
        QTest.keyClick(panel.editors["received"], Qt.Key.Key_Return)
        until(lambda: isinstance(self.page(), CasePage))
        self.settle()
        return self.case()

    # ---- the case

    def case(self) -> CasePage:
        """The page of the case."""
        page = self.page()
        assert isinstance(page, CasePage)
        return page

    def do(self, verb: str, step: str, **stated: str) -> None:
        """Choose a step, click what to do with it, type what is asked, press Enter."""
        page = self.case()
        page.tabs.chosen.emit("work")
        page.steps.choose(step)
        press_verb(self, page.steps, verb)
        self.answer(page.doings.panel, **stated)

    def refused(self, verb: str, step: str, **stated: str) -> str:
        """As `do`, for what is not done; what the panel says to it."""
        page = self.case()
        page.steps.choose(step)
        press_verb(self, page.steps, verb)
        panel = page.doings.panel
        self.answer(panel, **stated)
        assert panel is not None
        assert page.doings.panel is panel, "it was done"
        said: str = panel._words.text()
        QTest.keyClick(panel, Qt.Key.Key_Escape)
        self.settle()
        return said

    def answer(self, panel: Any, **stated: str) -> None:
        """Type what a panel asks for, and press Enter in its last field."""
        assert panel is not None
        for key, text in stated.items():
            type_into(panel.editors[key], text)
        last = panel.editors[list(stated)[-1]] if stated else next(iter(panel.editors.values()))
        QTest.keyClick(last, Qt.Key.Key_Return)
        self.settle()

    def day(self, step: str) -> str | None:
        """The legal day of a step, as the page has read it."""
        view = self.case().view
        assert view is not None
        return next(s.legal for s in view.steps if s.key == step)

    def set_day(self, key: str, text: str) -> None:
        """Set a day of the case on its Facts tab."""
        page = self.case()
        page.ending.open_day(key, page.facts)
        self.answer(page.doings.panel, **{key: text})

    def letter(self, step: str, sent: str, **stated: str) -> list[str]:
        """Write the letter of a step on the Documents tab and send it; its lines, from Word.

        Before all is stated it cannot be sent.
        """
        page = self.case()
        page.tabs.chosen.emit("documents")
        self.click(page.documents.write_letter)
        panel = page.documents.letters.panel
        assert panel is not None
        panel.choose(step)
        assert not panel._verb.isEnabled()
        assert panel._words.text().startswith("Still needed: ")
        for key, text in stated.items():
            type_into(panel.fields[key], text)
        type_into(panel.sent_on, sent)
        until(lambda: panel._verb.text() == "Send" and panel._verb.isEnabled())
        QTest.keyClick(panel.sent_on, Qt.Key.Key_Return)
        self.settle()
        document = page.documents.current()
        assert document is not None
        assert document.state == "sent"
        return word_lines(document_bytes(self.desk.connection, document.id)[1])

    def close_case(self, outcome: str, **stated: str) -> str:
        """Close the case; what the panel said beforehand that it does to the contract."""
        page = self.case()
        self.click(page.ending.close)
        panel = page.doings.panel
        assert panel is not None
        panel.fill("outcome", outcome)
        self.settle()
        said: str = panel._words.text()
        self.answer(panel, **stated)
        assert page.view is not None
        assert page.view.closed_on == "2012-11-01"
        return said

    # ---- what is left

    def changes(self, contract: ContractPage) -> str:
        """What stands on the History tab of the contract."""
        self.window.open("contract", id=contract._id, tab="history")
        self.settle()
        model = contract.history.table.model()
        rows = range(model.rowCount())
        return " | ".join(
            str(model.index(row, at).data()) for row in rows for at in range(model.columnCount())
        )

    def operations(self) -> int:
        """How many steps there are to undo."""
        (count,) = self.desk.connection.execute("SELECT count(*) FROM operation").fetchone()
        return int(count)

    def digest(self) -> str:
        """The digest of all journalled content."""
        return content_digest(self.desk.connection, KINDS)

    def undo_all(self) -> None:
        """Ctrl+Z until the register is what it was when the window opened."""
        assert self.digest() != self.at_first
        self.shell.activateWindow()
        assert QTest.qWaitForWindowActive(self.shell)
        for _ in range(self.operations() - self.done_before):
            QTest.keyClick(self.shell, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
            self.settle()
        assert self.digest() == self.at_first
        assert self.problems == []

    def close(self) -> None:
        """Close the window and the register."""
        self.window.finish()
        self.shell.close()
        self.shell.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def type_into(editor: QWidget, text: str) -> None:
    """Type over what stands in an editor; of a choice, pick it."""
    if isinstance(editor, QComboBox):
        place = editor.findData(text)
        assert place >= 0, text
        editor.setCurrentIndex(place)
        return
    assert isinstance(editor, QLineEdit | QPlainTextEdit)
    assert editor.isEnabled()
    editor.selectAll()
    QTest.keyClicks(editor, text)


def press_verb(window: StoryWindow, steps: StepsCard, verb: str) -> None:
    """Click the button of a verb, or trigger its line in the menu."""
    if verb in steps.rare:
        assert steps.more.isVisibleTo(window.shell)
        assert steps.rare[verb].isEnabled()
        steps.rare[verb].trigger()
    else:
        window.click(steps.buttons[verb])
