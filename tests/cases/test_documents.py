"""Documents: kept once by their bytes, dated, found, checked, and brought back by undo."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest

from areateam.cases.document_actions import (
    MOST_MB,
    Filing,
    file_document,
    name_document,
    read_document,
    remove_document,
)
from areateam.cases.document_views import document_bytes, documents_of_contract
from areateam.core.problems import FileProblem, UserProblem
from areateam.office import Office, open_office
from tests.contracts.small_register import DAY, make_register

LETTER = bytes(range(256)) * 40


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    make_register(tmp_path / "small.areateam", 3)
    opened = open_office(tmp_path / "small.areateam", as_at=DAY)
    yield opened
    opened.close()


def filed(office: Office, name: str = "letter.docx", content: bytes = LETTER) -> int:
    filing = Filing(1, "Letter of complaint", DAY)
    return office.write("File", lambda write: file_document(write, filing, name, content)).result


def test_the_same_bytes_filed_twice_are_kept_once(office: Office) -> None:
    first, second = filed(office), filed(office, "copy.docx")
    assert first != second
    assert document_bytes(office.store.connection, second) == ("copy.docx", LETTER)
    count = office.store.connection.execute("SELECT count(*) FROM document_content").fetchone()
    assert count == (1,)
    assert [d.name for d in documents_of_contract(office.store.connection, 1)] == [
        "copy.docx",
        "letter.docx",
    ]


def test_what_is_taken_out_is_brought_back_with_its_bytes(office: Office) -> None:
    document = filed(office)
    office.write("Remove", lambda write: remove_document(write, document))
    assert documents_of_contract(office.store.connection, 1) == []
    office.undo()
    assert document_bytes(office.store.connection, document)[1] == LETTER
    assert office.check() == []


def test_a_changed_byte_is_noticed(office: Office, tmp_path: Path) -> None:
    filed(office)
    assert office.check() == []
    office.close()
    with closing(sqlite3.connect(tmp_path / "small.areateam")) as other:
        (trigger,) = other.execute(
            "SELECT sql FROM sqlite_schema WHERE name = 'document_content_no_update'"
        ).fetchone()
        other.execute("DROP TRIGGER document_content_no_update")
        other.execute("UPDATE document_content SET content = x'00'")
        other.execute(trigger)
        other.commit()
    again = open_office(tmp_path / "small.areateam", as_at=DAY)
    try:
        assert any("letter.docx" in fault for fault in again.check())
    finally:
        again.close()


def test_a_name_from_elsewhere_brings_no_folder(office: Office) -> None:
    filed(office, "..\\..\\secret/letter.docx")
    assert documents_of_contract(office.store.connection, 1)[0].name == "letter.docx"


def test_an_empty_or_too_large_document_is_declined(office: Office, tmp_path: Path) -> None:
    with pytest.raises(FileProblem) as caught:
        filed(office, content=b"")
    assert caught.value.code == "document-empty"
    large = tmp_path / "large.pdf"
    with large.open("wb") as handle:
        handle.truncate(MOST_MB * 1_000_000 + 1)
    with pytest.raises(FileProblem) as caught:
        read_document(large)
    assert caught.value.code == "document-too-large"
    assert caught.value.facts["size"] == MOST_MB + 1
    with pytest.raises(FileProblem) as caught:
        read_document(tmp_path)
    assert caught.value.code == "file-is-folder"


def test_only_what_came_in_is_named_anew_and_never_without_a_title(office: Office) -> None:
    document = filed(office)
    office.write("Name", lambda write: name_document(write, document, " Lease ", DAY))
    assert documents_of_contract(office.store.connection, 1)[0].title == "Lease"
    for wrong, title, code in (
        (document, " ", "document-untitled"),
        (99, "Lease", "document-unknown"),
    ):
        with pytest.raises(UserProblem) as caught:
            office.write("Name", partial(name_document, document=wrong, title=title, dated=DAY))
        assert caught.value.code == code
    office.write("Draft", lambda w: w.execute("UPDATE document SET state = 'draft'"))
    with pytest.raises(UserProblem) as caught:
        office.write("Name", lambda write: name_document(write, document, "Lease", DAY))
    assert caught.value.code == "document-is-letter"
