"""Saves the picture of a page to a file that people choose."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from ui.ask import Ask
    from ui.desk import Desk

_PICTURES = "PDF (*.pdf);;PNG (*.png);;SVG (*.svg)"


def save_picture(desk: Desk, ask: Ask, title: str, name: str, write: Callable[[Path], str]) -> None:
    """Ask for a file, a PDF unless named otherwise, and tell where it is or why it is not.

    `write` returns "" or why the file could not be written.
    """
    path = ask.save_file(title, Path.home() / f"{name} {desk.today}.pdf", _PICTURES)
    if path is None:
        return
    path = path if path.suffix else path.with_suffix(".pdf")
    fault = write(path)
    if fault:
        desk.problem.emit(f"{path} could not be written: {fault}.")
    else:
        desk.told.emit(f"The picture is in {path}.")
