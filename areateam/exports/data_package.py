"""A data package: the list as CSV, and beside it what each of its columns holds."""

from __future__ import annotations

import json
from collections.abc import Sequence
from io import TextIOWrapper
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from areateam.core.columns import Column
from areateam.core.fields import Field, Kind
from areateam.core.spreadsheet_text import guard_formula
from areateam.exports.csv_export import write_lines
from areateam.exports.export_cells import Rows, header_texts

_KINDS: dict[Kind, dict[str, Any]] = {
    Kind.DATE: {"type": "date"},
    Kind.MONEY: {"type": "number"},
    Kind.DECIMAL: {"type": "number"},
    Kind.INTEGER: {"type": "integer"},
    Kind.FLAG: {"type": "boolean", "trueValues": ["yes"], "falseValues": ["no"]},
}
"""What a column of each kind holds in words of the table schema; any other holds text."""


def write_data_package(
    path: Path,
    columns: Sequence[Column],
    rows: Rows,
    *,
    title: str,
    about: Sequence[tuple[str, str]],
) -> None:
    """Write a ZIP of the CSV and of `datapackage.json`, by the specification of Data Package 1."""
    name = title.lower()
    described = _described(name, columns, title=title, about=about)
    with ZipFile(path, "w", ZIP_DEFLATED) as package:
        package.writestr("datapackage.json", json.dumps(described, ensure_ascii=False, indent=2))
        with (
            package.open(f"{name}.csv", "w", force_zip64=True) as raw,
            TextIOWrapper(raw, encoding="utf-8", newline="") as stream,
        ):
            write_lines(stream, columns, rows)


def _described(
    name: str, columns: Sequence[Column], *, title: str, about: Sequence[tuple[str, str]]
) -> dict[str, Any]:
    heads = map(guard_formula, header_texts(columns))
    fields = [
        {"name": head, **_KINDS.get(column.field.kind, {"type": "string"}), **_unit(column.field)}
        for head, column in zip(heads, columns, strict=True)
    ]
    return {
        "profile": "tabular-data-package",
        "name": name,
        "title": title,
        "description": "; ".join(f"{words}: {text}" for words, text in about),
        "resources": [
            {
                "profile": "tabular-data-resource",
                "name": name,
                "path": f"{name}.csv",
                "encoding": "utf-8",
                "dialect": {"lineTerminator": "\r\n"},
                "schema": {"fields": fields},
            }
        ],
    }


def _unit(field: Field) -> dict[str, str]:
    return {"description": "pounds"} if field.kind is Kind.MONEY else {}
