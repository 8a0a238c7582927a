"""Every page of the window can be reached: it has a line, and its line leads to it."""

from __future__ import annotations

from importlib import import_module

from tests.house.source_tree import ROOT
from ui.pages.page_lines import PAGES

BEFORE_A_REGISTER = {"list_page", "trouble_page", "welcome_page"}
"""What other pages are made of, and what stands where there is no register to show."""


def test_every_page_has_a_line() -> None:
    modules = {path.stem for path in (ROOT / "ui" / "pages").glob("*_page.py")}
    assert modules - BEFORE_A_REGISTER == {line.module for line in PAGES}


def test_every_line_leads_to_a_page() -> None:
    for line in PAGES:
        assert hasattr(import_module(f"ui.pages.{line.module}"), line.name)
    assert len({line.key for line in PAGES}) == len(PAGES)
    listed = {line.key for line in PAGES if line.place == "page"}
    assert {line.under for line in PAGES if line.place == "hidden"} <= listed
