"""The command that draws every page: each page is there, none is blank, nothing was raised."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtGui import QImage

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

ROOT = Path(__file__).resolve().parents[2]
WANTED = (
    "today",
    "today-why-this-date",
    "settings",
    "help",
    "palette",
    "date",
    "keys",
    "fault",
    "another-date",
    "trouble-damaged",
    "trouble-locked",
    "welcome",
    "empty-today",
)


def colours(image: QImage) -> int:
    """How many colours a coarse grid of points of a picture has."""
    points = [(x, y) for x in range(4, image.width(), 12) for y in range(4, image.height(), 12)]
    return len({image.pixel(x, y) for x, y in points})


@pytest.mark.timeout(240)
def test_every_page_is_drawn_in_the_size_asked_for(qapp: QApplication, tmp_path: Path) -> None:
    out = tmp_path / "pictures"
    command = [sys.executable, "main.py", "screens", "--out", str(out), "--theme", "dark"]
    done = subprocess.run(
        command, cwd=ROOT, env=dict(os.environ), capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    drawn = {path.stem.partition("-")[2].removesuffix("-dark"): path for path in out.iterdir()}
    assert set(WANTED) <= set(drawn)
    for name, path in drawn.items():
        picture = QImage(str(path))
        height = 720 if name == "today-low" else 800
        assert (picture.width(), picture.height()) == (1280, height), name
        assert colours(picture) > 8, name
