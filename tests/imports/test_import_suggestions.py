"""What is suggested for a column: by its heading, by what it holds, and never against its cells."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from areateam.catalogue.catalogue import load_catalogue
from areateam.imports.import_actions import ImportSettings
from areateam.imports.import_mapping_rules import ColumnPlan, ListMapping
from areateam.imports.import_sheet_views import sheet_from, sheet_of, sheet_words, target_labels
from areateam.imports.import_suggestion_rules import judge, suggest

CATALOGUE = load_catalogue()


def targets(heading: str, *cells: str) -> tuple[str, ...]:
    (plan,) = suggest(CATALOGUE, [(heading, 1)], [Counter(cells)])
    return plan.to


@pytest.mark.parametrize(
    ("heading", "cells", "target"),
    [
        ("Practice Code", ["C81001", "C81002"], "contract.ods_code"),
        ("PCode", ["C81001", "C81002"], "contract.ods_code"),
        ("PCode", ["NG1 5FS", "NG2 1AA"], "site.postcode"),
        ("Whatever", ["NG1 5FS", "de1 2ab"], "site.postcode"),
        ("Whatever", ["GMS", "PMS", "GMS"], "contract.contract_type"),
        ("Whatever", ["NHS Derby City", "5N6"], "contract.pct_code"),
        ("Contract Start Dte", ["01/04/2006"], "contract.start_date"),
        ("Whatever", ["01/04/2006"], ""),
        ("Start Date", ["red", "blue"], ""),
        ("Whatever", [], ""),
    ],
)
def test_headings_and_values_tell_what_a_column_means(
    heading: str, cells: list[str], target: str
) -> None:
    assert targets(heading, *cells) == ((target,) if target else ())


def test_an_address_in_one_cell_is_cut() -> None:
    cells = Counter(["1 High Street, Ripley, DE5 3BR", "2 Main Rd, Derby DE1 2AB"])
    (plan,) = suggest(CATALOGUE, [("Full address", 1)], [cells])
    assert (plan.split, plan.to[0], plan.to[-1]) == ("address", "site.address_1", "site.postcode")


def test_each_judgement_has_a_grade_and_a_reason() -> None:
    cells = {"NG1 5FS": 97, "nowhere": 3}
    found = judge(CATALOGUE, ColumnPlan("Post code", to=("site.postcode",)), cells)
    assert (found.grade, found.confidence, found.strange) == ("exact", 97, ("nowhere",))
    assert found.why == "“Post code” means Postcode; 97% of the cells are postcodes"
    found = judge(CATALOGUE, ColumnPlan("Where", to=("site.postcode",)), cells)
    assert (found.grade, found.confidence) == ("likely", 78)
    assert found.why == "97% of the cells are postcodes"
    found = judge(CATALOGUE, ColumnPlan("Where", to=("contract.start_date",)), cells)
    assert (found.grade, found.confidence) == ("unsure", 0)
    assert judge(CATALOGUE, ColumnPlan("Notes", to=("contract.name",)), cells).grade == "unsure"
    mended = ColumnPlan("Where", to=("site.postcode",), words={"nowhere": "ZZ99 3VZ"})
    assert judge(CATALOGUE, mended, cells).strange == ()


def test_a_sheet_says_what_each_column_holds(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text(
        "A title,,,\nPractice Code,Name,Begun,Shelf\nC81001,High St,03/04/2013,\nC81002,Low St,,\n"
    )
    sheet = sheet_of(path, CATALOGUE, ImportSettings())
    code, name, begun, shelf = sheet.columns
    assert (code.filled, code.distinct, code.samples) == (2, 2, ("C81001", "C81002"))
    assert (name.judgement.grade, begun.order, begun.example) == (
        "exact",
        "undecided",
        "03/04/2013",
    )
    assert (shelf.filled, shelf.judgement.why) == (0, "the column is blank")
    assert (sheet.header_line, sheet.lines) == (2, 2)
    assert sheet_from(json.loads(sheet_words(sheet))) == sheet


def test_a_kept_mapping_comes_again_with_what_is_new_in_the_file(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("Practice Code,Holder,Colour,Postcode\nC81001,A,red,NG1 5FS\n")
    kept = ListMapping(
        "Mine",
        (
            ColumnPlan("Practice Code", to=("contract.contract_no",)),
            ColumnPlan("Holder", to=("contract.name",)),
            ColumnPlan("Gone", to=("contract.end_date",)),
        ),
    )
    sheet = sheet_of(path, CATALOGUE, ImportSettings(), [kept])
    plans = {plan.heading: plan.to for plan in sheet.mapping.columns}
    assert plans == {
        "Practice Code": ("contract.contract_no",),
        "Holder": ("contract.name",),
        "Colour": (),
        "Postcode": ("site.postcode",),
        "Gone": ("contract.end_date",),
    }
    assert (sheet.mapping.name, sheet.kept, sheet.missing) == ("Mine", False, ("Gone",))
    assert sheet.added == ("Colour", "Postcode")


def test_every_target_has_words_of_its_own() -> None:
    labels = [label for _, label in target_labels(CATALOGUE, "gp")]
    assert len(set(labels)) == len(labels)
