"""Documents of a case on its page: dropped in, opened, saved, written, sent, taken out."""

from __future__ import annotations

import io
import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING

import docx
import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest

from areateam.cases.document_views import document_bytes, documents_of_case
from tests.ui.cases_desk import CaseDesk
from ui.ask import Ask
from ui.pages.case_documents import DocumentsTab
from ui.pages.document_shelf import size_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from PySide6.QtWidgets import QApplication

    from ui.dialogs.letter_panel import LetterPanel


class Answers(Ask):
    """Answers with paths given beforehand."""

    def __init__(self, save: Path | None = None, files: Sequence[Path] = ()) -> None:
        super().__init__()
        self._save, self._files = save, files

    def open_files(self, title: str, kinds: str = "", folder: Path | None = None) -> Sequence[Path]:
        return self._files

    def open_file(self, title: str, kinds: str = "", folder: Path | None = None) -> Path | None:
        return next(iter(self._files), None)

    def save_file(self, title: str, suggested: Path, kinds: str = "") -> Path | None:
        return self._save


@pytest.fixture
def desk(
    qapp: QApplication, cases_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[CaseDesk]:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    made = CaseDesk(cases_file, tmp_path)
    yield made
    made.close()


@pytest.fixture
def tab(desk: CaseDesk) -> DocumentsTab:
    return desk.show_case(desk.case("list-closure"), tab="documents").documents


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    path = tmp_path / "LMC reply.pdf"
    path.write_bytes(b"%PDF-1.4 reply")
    return path


def filed(desk: CaseDesk, tab: DocumentsTab, *paths: Path) -> None:
    tab.file_paths(paths)
    desk.settle()


def panel_of(tab: DocumentsTab) -> LetterPanel:
    QTest.mouseClick(tab.write_letter, Qt.MouseButton.LeftButton)
    assert tab.letters.panel is not None
    return tab.letters.panel


def settle(desk: CaseDesk, panel: LetterPanel, **stated: str) -> None:
    for key, text in stated.items():
        panel.fill(key, text)
    panel._rest.stop()
    panel.changed.emit()
    desk.settle()


def test_a_file_that_is_dropped_is_filed_and_undo_takes_it_out(
    desk: CaseDesk, tab: DocumentsTab, paper: Path
) -> None:
    dropped = QMimeData()
    dropped.setUrls([QUrl.fromLocalFile(str(paper))])
    none, left = Qt.KeyboardModifier.NoModifier, Qt.MouseButton.LeftButton
    tab.dropEvent(QDropEvent(QPointF(50, 50), Qt.DropAction.CopyAction, dropped, left, none))
    desk.settle()
    (document,) = tab.documents
    assert (document.title, document.dated_on) == ("LMC reply.pdf", "2012-11-01")
    assert document_bytes(desk.desk.connection, document.id)[1] == paper.read_bytes()
    assert tab.current() == document
    desk.desk.undo()
    desk.settle()
    assert tab.documents == []
    assert "Nothing is filed here yet" in tab.note.text()


def test_what_came_in_is_given_its_title_and_its_day(
    desk: CaseDesk, tab: DocumentsTab, paper: Path
) -> None:
    filed(desk, tab, paper)
    QTest.mouseClick(tab.describe, Qt.MouseButton.LeftButton)
    asked = tab._doings.panel
    assert asked is not None
    asked.fill("title", "Reply of the LMC")
    asked.fill("dated", "29 Oct 2012")
    asked._press()
    desk.settle()
    (document,) = tab.documents
    assert (document.title, document.dated_on) == ("Reply of the LMC", "2012-10-29")
    assert document.name == "LMC reply.pdf"
    panel = panel_of(tab)
    settle(desk, panel, what="application")
    panel._press()
    desk.settle()
    assert not tab.describe.isEnabled()
    assert tab.describe.toolTip() == "A letter of ours keeps its title and date."


def test_nothing_is_filed_where_one_file_cannot_be(
    desk: CaseDesk, tab: DocumentsTab, paper: Path, tmp_path: Path
) -> None:
    empty = tmp_path / "empty.pdf"
    empty.touch()
    tab.ask = Answers(files=[paper, empty])
    tab.choose_files()
    desk.settle()
    assert tab.documents == []
    assert "empty.pdf is empty" in tab.note.text()


def test_a_document_is_opened_from_a_copy_that_only_its_user_can_read(
    desk: CaseDesk, tab: DocumentsTab, paper: Path, tmp_path: Path
) -> None:
    opened: list[QUrl] = []
    tab.copies.opener = opened.append
    filed(desk, tab, paper)
    QTest.keyClick(tab.table, Qt.Key.Key_Return)
    desk.settle()
    (url,) = opened
    copy = Path(url.toLocalFile())
    assert url.isLocalFile()
    assert copy.read_bytes() == paper.read_bytes()
    assert copy.is_relative_to(tmp_path / "state")
    assert copy.parent.name == str(os.getpid())
    if os.name == "posix":
        assert stat.S_IMODE(copy.stat().st_mode) == 0o600
        assert stat.S_IMODE(copy.parent.stat().st_mode) == 0o700


@pytest.mark.parametrize("name", ["run.exe", "page.html", "macro.docm", "link.url", "noending"])
def test_what_could_run_is_not_opened(
    desk: CaseDesk, tab: DocumentsTab, tmp_path: Path, name: str
) -> None:
    opened: list[QUrl] = []
    tab.copies.opener = opened.append
    (tmp_path / name).write_bytes(b"MZ")
    filed(desk, tab, tmp_path / name)
    tab.open_current()
    desk.settle()
    assert opened == []
    assert "it could run. Save a copy." in tab.note.text()


def test_a_copy_is_saved_and_a_register_is_not_overwritten(
    desk: CaseDesk, tab: DocumentsTab, paper: Path, tmp_path: Path
) -> None:
    filed(desk, tab, paper)
    tab.ask = Answers(save=tmp_path / "copy.pdf")
    tab.save_current()
    desk.settle()
    assert (tmp_path / "copy.pdf").read_bytes() == paper.read_bytes()
    tab.ask = Answers(save=desk.desk.path)
    tab.save_current()
    desk.settle()
    assert "is a register" in tab.note.text()


def test_a_letter_names_what_is_missing_and_is_filed_once_nothing_is(
    desk: CaseDesk, tab: DocumentsTab
) -> None:
    panel = panel_of(tab)
    settle(desk, panel)
    assert not panel._verb.isEnabled()
    assert panel._words.text() == "Still needed: What came in."
    assert "Thank you for your [What came in]," in panel.preview.toPlainText()
    settle(desk, panel, what="application")
    assert "Thank you for your application, which we received on 15 October 2012." in (
        panel.preview.toPlainText()
    )
    panel._press()
    desk.settle()
    (document,) = tab.documents
    assert (document.state, document.letter) == ("draft", "acknowledgement")
    content = document_bytes(desk.desk.connection, document.id)[1]
    texts = [paragraph.text for paragraph in docx.Document(io.BytesIO(content)).paragraphs]
    assert "Thank you for your application, which we received on 15 October 2012." in texts
    assert tab.letters.panel is None


def test_a_draft_is_marked_sent_with_its_step(desk: CaseDesk, tab: DocumentsTab) -> None:
    panel = panel_of(tab)
    settle(desk, panel, what="application")
    panel._press()
    desk.settle()
    assert tab.sent.isEnabled()
    QTest.mouseClick(tab.sent, Qt.MouseButton.LeftButton)
    asked = tab._doings.panel
    assert asked is not None
    asked.fill("on", "31 Oct 2012")
    asked._press()
    desk.settle()
    assert [d.state for d in tab.documents] == ["draft", "sent"]
    case = tab._doings.view
    assert case is not None
    assert {s.key: s for s in case.steps}["acknowledge"].done_on == "2012-10-31"
    tab.table.go_to(tab.documents[1].id)
    assert not tab.sent.isEnabled()
    assert tab.sent.toolTip() == "Only a draft can be sent."


def test_a_letter_can_be_sent_at_once_and_a_wrong_day_is_told(
    desk: CaseDesk, tab: DocumentsTab
) -> None:
    panel = panel_of(tab)
    settle(desk, panel, what="application")
    panel.sent_on.setText("31 Sep 2012")
    settle(desk, panel)
    assert "September has 30 days" in panel._words.text()
    panel.sent_on.setText("5 Nov 2012")
    settle(desk, panel)
    panel._press()
    desk.settle()
    assert "has not come yet" in panel._words.text()
    assert tab.documents == []
    panel.sent_on.setText("31 Oct 2012")
    settle(desk, panel)
    assert panel._verb.text() == "Send"
    panel._press()
    desk.settle()
    assert sorted(d.state for d in tab.documents) == ["draft", "sent"]


def test_another_letter_asks_for_other_things(desk: CaseDesk, tab: DocumentsTab) -> None:
    panel = panel_of(tab)
    panel.choose("notify")
    desk.settle()
    assert set(panel.fields) == {"reasons", "conditions", "afresh"}
    # There is no decision yet, and the register must have one.
    assert "what was decided" in panel._words.text()


def test_the_template_is_saved_brought_back_and_dropped(
    desk: CaseDesk, tab: DocumentsTab, tmp_path: Path
) -> None:
    ours = tmp_path / "ours.docx"
    panel = panel_of(tab)
    tab.ask = Answers(save=ours, files=[ours])
    assert not panel.verbs["drop"].isEnabled()
    panel.verbs["save"].trigger()
    document = docx.Document(str(ours))
    document.paragraphs[0].text = "{{ nobody.name }}"
    document.save(str(ours))
    panel.verbs["bring"].trigger()
    desk.settle()
    assert "“nobody.name”" in panel._words.text()
    document.paragraphs[0].text = "Our own head"
    document.save(str(ours))
    panel.verbs["bring"].trigger()
    desk.settle()
    assert panel.verbs["drop"].isEnabled()
    settle(desk, panel, what="application")
    panel._press()
    desk.settle()
    content = document_bytes(desk.desk.connection, tab.documents[0].id)[1]
    assert docx.Document(io.BytesIO(content)).paragraphs[0].text == "Our own head"
    panel = panel_of(tab)
    panel.verbs["drop"].trigger()
    desk.settle()
    assert not panel.verbs["drop"].isEnabled()


def test_a_document_that_another_follows_can_be_removed(desk: CaseDesk, tab: DocumentsTab) -> None:
    for what in ("request", "application"):
        panel = panel_of(tab)
        settle(desk, panel, what=what)
        panel._press()
        desk.settle()
    second, first = tab.documents
    assert second.follows == first.id
    tab.table.go_to(first.id)
    tab.remove_current()
    desk.settle()
    (left,) = tab.documents
    assert (left.id, left.follows) == (second.id, None)
    desk.desk.undo()
    desk.settle()
    assert [d.follows for d in tab.documents] == [first.id, None]


def test_a_closed_case_can_only_be_read(desk: CaseDesk, tab: DocumentsTab, paper: Path) -> None:
    filed(desk, tab, paper)
    case = tab._doings.view
    assert case is not None
    desk.desk.write(
        "Close",
        lambda write: write.execute(
            "UPDATE case_file SET closed_on = '2012-11-01', outcome = 'withdrawn' WHERE id = ?",
            (case.id,),
        ),
    )
    desk.settle()
    assert not any(
        button.isEnabled() for button in (tab.file, tab.write_letter, tab.remove, tab.sent)
    )
    assert tab.open.isEnabled()
    assert not tab.acceptDrops()
    assert documents_of_case(desk.desk.connection, case.id)


def test_sizes_are_in_words() -> None:
    assert [size_words(n) for n in (999, 36_400, 2_449_000)] == ["999 bytes", "36 KB", "2.4 MB"]


def test_what_was_typed_is_there_when_the_letter_is_written_again(
    desk: CaseDesk, tab: DocumentsTab
) -> None:
    panel = panel_of(tab)
    panel.choose("acknowledge")
    settle(desk, panel, what="application to close your list", next="We ask the LMC.")
    panel.left.emit()
    desk.settle()
    # Closed without filing it.
    panel = panel_of(tab)
    panel.choose("acknowledge")
    assert panel.stated()["next"] == "We ask the LMC."
    settle(desk, panel, next="We ask the CCG.")
    panel._press()
    panel._press()
    desk.settle()
    assert [d.state for d in tab.documents] == ["draft"]
    tab.letters._typed.clear()
    panel = panel_of(tab)
    panel.choose("acknowledge")
    assert panel.stated()["what"] == "application to close your list"
    assert panel.stated()["next"] == "We ask the CCG."
    panel.left.emit()
    desk.settle()
