"""The alarms of conftest: each goes off for what it watches, and a tidy test passes."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

from tests.house.source_tree import ROOT

if TYPE_CHECKING:
    from pathlib import Path

UNTIDY = '''
"""Tests that leave something behind."""
import os, socket, threading, warnings
from pathlib import Path
from platformdirs import user_config_path

def test_tidy(home, shared):
    assert Path.home() == home and user_config_path().is_relative_to(home)
    assert "AREATEAM_REGISTER" not in os.environ
    assert shared is None
    thread = threading.Thread(target=int)
    thread.start()

def test_socket():
    try:
        socket.socket()
    except AssertionError:
        pass

def test_thread():
    threading.Thread(target=threading.Event().wait, args=(20,), daemon=True).start()

def test_window(qapp):
    from PySide6.QtWidgets import QDialog
    global kept
    kept = QDialog()
    kept.show()

def test_qt_warning(qapp):
    from PySide6.QtCore import qWarning
    qWarning("the brush was not set")

def test_python_warning():
    warnings.warn("old ways")

def test_closed_window(qtbot):
    from PySide6.QtWidgets import QDialog
    dialog = QDialog()
    qtbot.addWidget(dialog)
    dialog.show()
'''


def test_each_alarm_goes_off_and_only_for_its_cause(tmp_path: Path) -> None:
    (tmp_path / "tests").mkdir()
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    shutil.copy(ROOT / "tests" / "conftest.py", tmp_path / "tests")
    (tmp_path / "tests" / "test_untidy.py").write_text(UNTIDY, "utf-8")
    env = os.environ | {
        "QT_QPA_PLATFORM": "offscreen",
        "AREATEAM_REGISTER": "a.areateam",
        "AREATEAM_SHARED": str(tmp_path / "nowhere"),
    }
    options = ["-p", "no:randomly", "-p", "no:cacheprovider", "-v", "--tb=short"]
    command = [sys.executable, "-m", "pytest", *options]
    done = subprocess.run(
        command, cwd=tmp_path, env=env, capture_output=True, text=True, check=False
    )
    found = set(re.findall(r"^(FAILED|ERROR) \S+::(\w+)", done.stdout, re.MULTILINE))
    assert found == {
        ("ERROR", "test_socket"),
        ("ERROR", "test_thread"),
        ("ERROR", "test_window"),
        ("FAILED", "test_qt_warning"),
        ("FAILED", "test_python_warning"),
    }, done.stdout
    for reason in ("A socket was opened", "Threads left running", "Windows left open"):
        assert reason in done.stdout
