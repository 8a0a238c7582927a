"""A PCT's own list in hostile forms goes in through the window: asked once, never again.

The other forms go in by the same commands in `tests/commands/test_hostile_lists.py`.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from areateam.catalogue.catalogue import load_catalogue
from areateam.imports.import_actions import ImportSettings
from areateam.imports.import_mapping_actions import read_mapping_file, write_mapping_file
from areateam.imports.import_mapping_views import saved_mappings
from areateam.imports.import_sheet_views import sheet_of
from tests.imports.pharmacy_lists import Places, copied, make_places
from tests.ui.imports_desk import Answers, ImportDesk, until
from ui.dialogs.column_panel import ColumnPanel
from ui.pages.import_mapping_draft import MappingDraft
from ui.pages.import_mapping_page import ImportMappingPage
from ui.widgets.segments import Segments

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtWidgets import QApplication

# The list below a field is a window of its own, of which the offscreen platform says what it lacks.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

FILES = Path(__file__).parents[1] / "files"
VARIANTS = ("us_dates", "merged_headers")
TARGETS = {
    "Our ref": "contract.contract_no",
    "Surgery": "contract.name",
    "Sort of deal": "contract.contract_type",
    "Deal sort": "contract.contract_type",
    "In force since": "contract.start_date",
    "Deal since": "contract.start_date",
    "Until": "contract.end_date",
    "Deal until": "contract.end_date",
    "Where it is": "cut:address",
    "Premises street": "site.address_1",
    "Premises town": "site.address_4",
    "Premises code": "site.postcode",
    "Paid a year": "contract.annual_value",
}
DATES = [("DC/001", "2004-04-13"), ("DC/002", "2006-06-05"), ("DC/003", "2009-08-07")]
US_DATES = [("DC/001", "2004-04-01"), *DATES[1:]]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Places:
    return make_places(tmp_path_factory.mktemp("made"))


@pytest.fixture
def desk(qapp: QApplication, made: Places, tmp_path: Path) -> Iterator[ImportDesk]:
    opened = ImportDesk(copied(made, tmp_path), tmp_path / "window.json")
    yield opened
    opened.close()


def the_file(variant: str, folder: Path) -> Path:
    (found,) = FILES.glob(f"pct_list_{variant}.*")
    return Path(shutil.copy(found, folder / found.name))


def asked(desk: ImportDesk) -> ImportMappingPage:
    """The page that asks what the columns mean, once it has looked at the file."""
    until(lambda: desk.shell.current_key() == "import-mapping")
    page = desk.shell.current_page()
    assert isinstance(page, ImportMappingPage)
    until(lambda: page.board.draft)
    return page


def line_of(page: ImportMappingPage, heading: str) -> int:
    assert page.board.draft is not None
    return [column.heading for column in page.board.draft.sheet.columns].index(heading)


def pick(page: ImportMappingPage, heading: str, choice: str) -> None:
    """Choose from the list of the column's field."""
    box = page.board.lines[line_of(page, heading)].target
    box.setCurrentIndex(box.findData(choice, Qt.ItemDataRole.UserRole))
    box.activated.emit(box.currentIndex())
    assert box.chosen() == choice


def type_in(page: ImportMappingPage, heading: str, choice: str) -> None:
    """Type the words of a choice into the column's field, as a person may."""
    box = page.board.lines[line_of(page, heading)].target
    box.setFocus()
    editor = box.lineEdit()
    assert editor is not None
    words = box.itemText(box.findData(choice, Qt.ItemDataRole.UserRole))
    editor.selectAll()
    QTest.keyClicks(editor, words)
    QTest.keyClick(editor, Qt.Key.Key_Return)
    assert box.chosen() == choice


def mean(page: ImportMappingPage, heading: str, word: str, choice: str) -> None:
    """Say what a word that is not understood means."""
    page.board.lines[line_of(page, heading)].change.click()
    panel = page.window().findChild(ColumnPanel)
    assert isinstance(panel, ColumnPanel)
    panel.choose_meaning(word, choice)
    (use,) = (b for b in panel.findChildren(QPushButton) if b.text() == "Use")
    use.click()


def fill_in(page: ImportMappingPage) -> None:
    """Say what every column means that was not understood."""
    assert page.board.draft is not None
    type_in(page, "Our ref", TARGETS["Our ref"])
    for column in page.board.draft.sheet.columns:
        line = page.board.lines[line_of(page, column.heading)]
        if line.target.chosen() != TARGETS[column.heading]:
            pick(page, column.heading, TARGETS[column.heading])
    for heading in ("Sort of deal", "Deal sort"):
        if heading in [column.heading for column in page.board.draft.sheet.columns]:
            mean(page, heading, "Full GMS", "GMS")


def answer(page: ImportMappingPage, heading: str, words: str) -> None:
    line = page.board.lines[line_of(page, heading)]
    until(lambda: line.findChild(Segments))
    buttons = [b for b in line.findChildren(QPushButton) if b.text() == words]
    buttons[0].click()


def starts(desk: ImportDesk) -> list[tuple[str, str]]:
    return desk.desk.connection.execute(
        "SELECT contract_no, start_date FROM contract WHERE contract_no LIKE 'DC/%' ORDER BY 1"
    ).fetchall()


def apply(desk: ImportDesk) -> None:
    until(lambda: desk.shell.current_key() == "import-review" and desk.review.summary)
    desk.settle()
    desk.review.apply.click()
    until(lambda: desk.shell.current_key() == "imports" and desk.queue.stage is None)
    desk.settle()


@pytest.mark.parametrize("variant", VARIANTS)
def test_a_hostile_list_is_asked_about_once(desk: ImportDesk, tmp_path: Path, variant: str) -> None:
    path = the_file(variant, tmp_path)
    desk.queue.add([path])
    page = asked(desk)
    assert not page.once.isEnabled(), "without a key or a type nothing can be read"
    fill_in(page)
    if variant == "us_dates":
        assert page.board.draft is not None
        assert page.board.draft.open_questions() == 1
        answer(page, "In force since", "1 Apr")
    assert page.once.isEnabled()
    page.name.setText("Derbyshire list")
    page.save.click()
    apply(desk)
    assert [m.name for m in saved_mappings(desk.desk.connection)] == ["Derbyshire list"]
    assert starts(desk) == (US_DATES if variant == "us_dates" else DATES)
    labels = [
        row[0]
        for row in desk.desk.connection.execute("SELECT label FROM operation ORDER BY id DESC")
    ]
    assert labels[1] == "Save the mapping Derbyshire list", "kept before the import"
    desk.shell.open("imports")
    desk.queue.add([path])
    until(lambda: desk.shell.current_key() in ("import-review", "import-mapping"))
    assert desk.shell.current_key() == "import-review", "nothing is asked the second time"
    until(lambda: desk.review.summary)
    desk.settle()
    summary = desk.review.summary
    assert summary is not None
    assert (summary.counts["same"], summary.changes) == (3, 0)
    assert "Derbyshire list" in desk.review.body.banner.accessibleName()


@pytest.fixture
def page(desk: ImportDesk, tmp_path: Path) -> ImportMappingPage:
    """The page that asks about the list with a preamble."""
    desk.queue.add([the_file("preamble", tmp_path)])
    return asked(desk)


def test_the_page_says_what_it_needs_and_why_it_guesses(
    desk: ImportDesk, page: ImportMappingPage, tmp_path: Path
) -> None:
    line = page.board.lines[line_of(page, "Sort of deal")]
    assert line._why.text() == (
        "~\N{NO-BREAK SPACE} Likely, 53%  67% of the cells are known types; not “Full GMS”"
    )
    assert "a contract number or an ODS code" in page.banner.accessibleName()
    pick(page, "Our ref", "contract.contract_no")
    assert "can be read so" in page.banner.accessibleName()
    pick(page, "Sort of deal", "")
    assert "No column states the contract type" in page.banner.accessibleName()
    assert not page.save.isEnabled()
    # What another column is to state is taken from the one that stated it.
    pick(page, "In force since", "contract.end_date")
    until_line = page.board.lines[line_of(page, "Until")]
    assert until_line.target.chosen() == ""
    assert page.board.draft is not None
    mapping = page.board.draft.mapping()
    given = tmp_path / "given.json"
    page.keeper.ask = Answers(out=given)
    page.keeper.give()
    desk.settle()
    assert read_mapping_file(given) == mapping
    page.back.click()
    assert desk.shell.current_key() == "imports"
    assert desk.imports.declined.isVisible()


def test_words_typed_that_mean_no_choice_put_the_old_one_back(page: ImportMappingPage) -> None:
    box = page.board.lines[line_of(page, "Surgery")].target
    editor = box.lineEdit()
    assert editor is not None
    editor.setText("nothing of the kind")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    assert (box.chosen(), editor.text()) == ("contract.name", "Contractor")


def test_a_change_is_read_again_and_nothing_stale_is_applied(
    desk: ImportDesk, page: ImportMappingPage
) -> None:
    fill_in(page)
    page.once.click()
    until(lambda: desk.shell.current_key() == "import-review" and desk.review.summary)
    desk.settle()
    first = desk.queue.stage
    assert desk.review.summary is not None
    assert desk.review.summary.counts["new"] == 3
    desk.review.body.banner.linked.emit("columns")
    again = asked(desk)
    assert again.board.lines[line_of(again, "Until")].target.chosen() == "contract.end_date"
    again.board.options.lines.findChildren(QPushButton)[2].click()
    again.once.click()
    until(lambda: desk.queue.stage not in (None, first))
    until(lambda: desk.shell.current_key() == "import-review" and desk.review.summary)
    desk.settle()
    assert desk.review.summary is not None
    assert (desk.review.summary.counts["new"], desk.review.summary.counts["doubtful"]) == (0, 4)
    assert saved_mappings(desk.desk.connection) == ()


def test_kept_mappings_are_taken_used_and_removed(
    desk: ImportDesk, page: ImportMappingPage, tmp_path: Path
) -> None:
    fill_in(page)
    assert page.board.draft is not None
    mapping = page.board.draft.mapping().changed(name="Theirs")
    path = tmp_path / "theirs.json"
    write_mapping_file(mapping, path)
    page.keeper.ask = Answers([path])
    page.keeper.take()
    until(lambda: page.board.draft and page.board.draft.name == "Theirs")
    desk.settle()
    assert page.board.draft.is_kept()
    page.keeper.fill()
    assert page.keeper.menu.actions()[0].text() == "Use “Theirs”"
    page.keeper.remove("Theirs")
    until(lambda: "removed" in page.banner.accessibleName())
    assert saved_mappings(desk.desk.connection) == ()


def test_an_empty_list_is_saved_from_the_imports_page(desk: ImportDesk, tmp_path: Path) -> None:
    out = tmp_path / "gp.xlsx"
    page = desk.imports
    page.templates.ask = Answers(out=out)
    page.templates.menu.actions()[0].trigger()
    until(out.exists)
    desk.settle()
    assert "was saved as gp.xlsx" in page.banner.accessibleName()


def test_a_key_that_repeats_is_told_before_the_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("Contract No,ODS Code,Name,Type\n1,C81001,A,GMS\n1,C81002,B,GMS\n")
    catalogue = load_catalogue()
    draft = MappingDraft(catalogue, sheet_of(path, catalogue, ImportSettings()))
    assert draft.shared_key() == "Contract No"
    draft.key = ("contract.ods_code",)
    assert draft.shared_key() == ""
    draft.key = ("contract.contract_no", "contract.name")
    assert draft.shared_key() == ""
