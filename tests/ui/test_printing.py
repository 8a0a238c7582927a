"""Pages on paper: all of the text, on as many sheets as it needs, counted, whole or not at all."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QApplication

from areateam.core import paper
from areateam.core.problems import FileProblem
from tests.house.source_tree import ROOT
from tests.pdf_text import pdf_text
from ui.printing import write_pdf
from ui.style.theme import theme

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

LINES = 90


def _long() -> str:
    lines = [(f"Contract {number:03}", f"{number * 7:,}") for number in range(LINES)]
    return paper.page("List", [paper.heading("All contracts"), paper.table(("What", "So"), lines)])


def test_every_line_is_printed_once_and_the_head_on_every_sheet(
    qapp: QApplication, tmp_path: Path
) -> None:
    out = tmp_path / "list.pdf"
    write_pdf(_long(), out, title="Contracts of Q55")
    text = pdf_text(out)
    sheets = text.count("Contracts of Q55")
    assert sheets > 1
    assert [text.count(f"Contract {number:03}") for number in range(LINES)] == [1] * LINES
    assert all(f"Page {number + 1} of {sheets}" in text for number in range(sheets))
    assert text.count("WhatSo") == sheets


def test_a_sheet_on_its_side_is_wider_than_high(qapp: QApplication, tmp_path: Path) -> None:
    upright, sideways = tmp_path / "upright.pdf", tmp_path / "sideways.pdf"
    write_pdf(_long(), upright, title="List")
    write_pdf(_long(), sideways, title="List", landscape=True)
    assert b"/MediaBox [0 0 595" in upright.read_bytes()
    assert b"/MediaBox [0 0 842" in sideways.read_bytes()
    assert pdf_text(sideways).count("Page 1 of") == 1


def test_a_dark_window_prints_dark_on_white(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    plain, dark = tmp_path / "plain.pdf", tmp_path / "dark.pdf"
    bare = "<p>No colour is named here.</p>"
    write_pdf(bare, plain, title="List")
    before = theme.choice
    theme.apply(qapp, "dark")
    try:
        write_pdf(bare, dark, title="List")
    finally:
        theme.apply(qapp, before)
    assert len(plain.read_bytes()) == len(dark.read_bytes())


def test_what_cannot_be_written_says_so_and_leaves_what_was_there(
    qapp: QApplication, tmp_path: Path
) -> None:
    with pytest.raises(FileProblem) as caught:
        write_pdf(_long(), tmp_path / "none" / "list.pdf", title="List")
    assert caught.value.code == "file-unwritable"
    assert caught.value.facts["reason"]


def test_a_thread_of_ours_prints_and_hears_what_went_wrong(
    qapp: QApplication, tmp_path: Path
) -> None:
    out = tmp_path / "list.pdf"
    with ThreadPoolExecutor(1) as beside:
        beside.submit(write_pdf, _long(), out, title="List").result()
        assert "Contract 001" in pdf_text(out)
        failing = beside.submit(write_pdf, "", tmp_path / "none" / "x.pdf", title="List")
        with pytest.raises(FileProblem):
            failing.result()


def test_a_command_without_a_window_prints_too(tmp_path: Path) -> None:
    out = tmp_path / "list.pdf"
    program = (
        "import pathlib, sys\nfrom ui.printing import write_pdf\n"
        "write_pdf('<p>Some words</p>', pathlib.Path(sys.argv[1]), title='List')"
    )
    subprocess.run([sys.executable, "-c", program, str(out)], cwd=ROOT, check=True)
    assert "Some words" in pdf_text(out)
