"""Questions to a PCT as one page for a browser: nothing in it comes from elsewhere.

It can be filled in and printed; a small script of its own gives the answers as a CSV, which is
taken in as an answered query sheet is. Its policy lets nothing else run or load.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape
from pathlib import Path

import msgspec

from areateam.core.count_words import counted
from areateam.core.queries import ANSWERS, HEADINGS, QueryLine
from areateam.core.spreadsheet_text import guard_formula
from areateam.exports.export_file import export_file


class Change(msgspec.Struct, frozen=True):
    """What a line would change in the register: both forms of the value."""

    line: int
    name: str
    label: str
    before: str
    after: str


class PageAbout(msgspec.Struct, frozen=True):
    """What stands above the questions: a title, who asks, counts, changes that would be made."""

    title: str
    asked_by: str
    counts: Sequence[tuple[str, int]] = ()
    changes: Sequence[Change] = ()
    changes_in_all: int = 0


def write_query_page(
    path: Path, lines: Iterable[QueryLine], pcts: Mapping[str, str], about: PageAbout
) -> int:
    """Write the page and return how many lines it asks about; raises as `export_file` does."""
    asked = sorted(lines, key=lambda line: (line.pct, line.file, line.line))
    text = "".join(_page(asked, pcts, about))
    with export_file(path) as temporary:
        temporary.write_bytes(text.encode("utf-8", "replace"))
    return len(asked)


def _page(lines: Sequence[QueryLine], pcts: Mapping[str, str], about: PageAbout) -> Iterator[str]:
    digest = base64.b64encode(hashlib.sha256(_SCRIPT.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{digest}'"
    title = escape(about.title)
    yield (
        '<!DOCTYPE html>\n<html lang="en-GB"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{title}</title><style>{_STYLE}</style></head><body>"
        f"<h1>{title}</h1><p>{escape(about.asked_by)}</p>"
    )
    if about.counts:
        counted = "".join(f"<li><b>{n:,}</b> {escape(word)}</li>" for word, n in about.counts)
        yield f"<ul class=counts>{counted}</ul>"
    yield from _kinds(lines)
    if lines:
        yield f"<p class=how>{escape(_HOW)}</p>"
    widest = max((line.headings for line in lines), key=len, default=())
    alike = len({line.headings for line in lines}) == 1
    names = widest if alike else [f"Column {at}" for at in range(1, len(widest) + 1)]
    headings = escape(json.dumps([*HEADINGS, *names]), quote=True)
    yield f'<main data-headings="{headings}">'
    place = None
    for number, line in enumerate(lines):
        if line.pct != place:
            place = line.pct
            named = f"{place} {pcts.get(place, '')}".strip()
            yield f"<h2>{escape(named or 'PCT not stated')}</h2>"
        yield from _line(number, line)
    yield "</main>"
    yield from _changes(about)
    if lines:
        yield (
            "<p class=save><button type=button id=save>Save the answers</button> "
            "<span id=told role=status></span></p>"
        )
    yield f"<script>{_SCRIPT}</script></body></html>\n"


def _kinds(lines: Sequence[QueryLine]) -> Iterator[str]:
    """How many lines have each kind of fault, the most first."""
    counts = Counter(kind for line in lines for kind in line.kinds)
    if counts:
        rows = "".join(
            f"<tr><td>{escape(kind)}</td><td class=number>{count:,}</td></tr>"
            for kind, count in counts.most_common()
        )
        yield f"<table class=kinds><tr><th>What is wrong</th><th>Lines</th></tr>{rows}</table>"


def _line(number: int, line: QueryLine) -> Iterator[str]:
    cells = [guard_formula(cell) for cell in line.cells]
    data = escape(json.dumps([line.mark, line.file, str(line.line), cells]), quote=True)
    reasons = "".join(f"<p class=why>{escape(reason)}</p>" for reason in line.reasons)
    yield f'<section data-line="{data}"><h3>{escape(line.file)}, line {line.line:,}</h3>{reasons}'
    wrong = [at for at in range(len(line.cells)) if at in line.faults]
    yield "<div class=cells>"
    for at in wrong:
        yield _field(f"c{number}-{at}", at, line)
    yield (
        f'<label>Answer<select class=answer aria-label="Answer to line {line.line}">'
        f"<option></option>{_options(ANSWERS)}</select></label>"
        f'<label>Remark<input class=remark aria-label="Remark on line {line.line}"></label></div>'
    )
    rest = "".join(
        _field(f"c{number}-{at}", at, line)
        if line.may_change(at)
        else f"<dt>{escape(line.headings[at])}</dt><dd>{escape(cell) or '&nbsp;'}</dd>"
        for at, cell in enumerate(line.cells)
        if at not in wrong
    )
    yield f"<details><summary>The whole line</summary><dl>{rest}</dl></details></section>"


def _field(key: str, at: int, line: QueryLine) -> str:
    """A cell that may be put right, with what stood in it."""
    cell, label = line.cells[at], escape(line.headings[at])
    if at in line.choices:
        offered = line.choices[at]
        words = offered if cell in offered else (cell, *offered)
        control = f"<select id={key} data-at={at}>{_options(words, cell)}</select>"
    else:
        control = f'<input id={key} data-at={at} value="{escape(cell, quote=True)}">'
    came = f"<small>in the file: {escape(cell) or 'blank'}</small>"
    return f"<label for={key}>{label}{control}{came}</label>"


def _options(words: Iterable[str], chosen: str = "") -> str:
    return "".join(
        f"<option{' selected' if word == chosen and word else ''}>{escape(word)}</option>"
        for word in words
    )


def _changes(about: PageAbout) -> Iterator[str]:
    if not about.changes:
        return
    shown = len(about.changes)
    said = f", of which the first {shown:,} are shown" if shown < about.changes_in_all else ""
    yield (
        f"<h2>What would change</h2><p>{counted(about.changes_in_all, 'value')}{said}.</p><table>"
        "<tr><th>Line</th><th>Name</th><th>Field</th><th>In the register</th>"
        "<th>In the file</th></tr>"
    )
    for each in about.changes:
        yield (
            f"<tr><td class=number>{each.line:,}</td><td>{escape(each.name)}</td>"
            f"<td>{escape(each.label)}</td><td><del>{escape(each.before)}</del></td>"
            f"<td><ins>{escape(each.after)}</ins></td></tr>"
        )
    yield "</table>"


_HOW = (
    "Choose an answer for each line, and put right the cells shown beside it. Then save the "
    "answers: your browser makes a small CSV file. Send that file back. Lines without an answer "
    "stay open."
)
_STYLE = """
:root{color-scheme:light dark;--page:#f4f6f8;--card:#fff;--text:#1b2730;--quiet:#52606b;
--line:#c9d1d8;--accent:#005eb8;--late:#b3261e;--ok:#006747}
@media (prefers-color-scheme:dark){:root{--page:#161c22;--card:#212b32;--text:#e8edf1;
--quiet:#a7b4bf;--line:#43505b;--accent:#7cb9ff;--late:#ff9c91;--ok:#86d9a9}}
body{font:15px/1.45 "Segoe UI",Inter,"Noto Sans",sans-serif;background:var(--page);
color:var(--text);max-width:64rem;margin:0 auto;padding:1.5rem}
h1{font-size:1.4rem;margin:0}h2{font-size:1.1rem;margin:1.5rem 0 .5rem}
h3{font-size:.95rem;margin:0;color:var(--quiet)}
.counts{list-style:none;display:flex;flex-wrap:wrap;gap:1.25rem;padding:0}
section{background:var(--card);border:1px solid var(--line);border-radius:6px;
padding:.75rem 1rem;margin:.5rem 0;break-inside:avoid}
.why{margin:.25rem 0;color:var(--late);font-weight:600}.why::before{content:"? "}
.how{border-left:3px solid var(--accent);padding-left:.75rem}
.cells,dl{display:grid;grid-template-columns:repeat(auto-fill,minmax(13rem,1fr));gap:.75rem}
dl{grid-template-columns:auto 1fr;gap:.15rem 1rem}dt{color:var(--quiet)}
dd{margin:0;overflow-wrap:anywhere}dl label{grid-column:1/-1}
label{display:block;color:var(--quiet);font-size:.85rem}small{display:block;overflow-wrap:anywhere}
input,select{display:block;width:100%;box-sizing:border-box;font:inherit;color:var(--text);
background:var(--card);border:1px solid var(--line);border-radius:4px;padding:.35rem .5rem}
:focus-visible{outline:2px solid var(--accent);outline-offset:1px}
table{border-collapse:collapse}th,td{text-align:left;padding:.2rem .9rem .2rem 0;
border-bottom:1px solid var(--line);vertical-align:top;overflow-wrap:anywhere}
.number{text-align:right}del{color:var(--late)}ins{color:var(--ok);text-decoration:none;
font-weight:600}summary{cursor:pointer;color:var(--accent);margin-top:.5rem}
.save{position:sticky;bottom:0;background:var(--page);padding:.75rem 0;margin:0}
button{font:inherit;font-weight:600;padding:.45rem 1rem;border:0;border-radius:4px;
background:var(--accent);color:var(--page);cursor:pointer}
@media print{.save,.how{display:none}body{background:#fff;color:#000;max-width:none;padding:0}
section{border-color:#999}}
"""
_SCRIPT = r"""
"use strict";
(function () {
  var button = document.getElementById("save");
  if (!button) { return; }
  var saved = true;
  var guard = /^'*[\s\u200b\ufeff]*[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/;
  function safe(text) { return guard.test(text) ? "'" + text : text; }
  function quoted(text) { return '"' + String(text).replace(/"/g, '""') + '"'; }
  function row(section) {
    var kept = JSON.parse(section.dataset.line), cells = kept[3].slice();
    section.querySelectorAll("[data-at]").forEach(function (field) {
      if (field.dataset.touched) { cells[Number(field.dataset.at)] = safe(field.value); }
    });
    var why = Array.from(section.querySelectorAll(".why"), function (p) {
      return p.textContent;
    }).join(" ");
    return [kept[0], kept[1], kept[2], why, section.querySelector(".answer").value,
      safe(section.querySelector(".remark").value)].concat(cells);
  }
  document.addEventListener("input", function (event) {
    saved = false;
    event.target.dataset.touched = "1";
    var section = event.target.closest("section");
    var answer = section && section.querySelector(".answer");
    if (answer && !answer.value && event.target.dataset.at) { answer.selectedIndex = 2; }
  });
  button.addEventListener("click", function () {
    var headings = JSON.parse(document.querySelector("main").dataset.headings);
    var sections = Array.from(document.querySelectorAll("section"));
    var rows = [headings].concat(sections.map(row));
    rows.forEach(function (cells) { while (cells.length < headings.length) { cells.push(""); } });
    var text = "\ufeff" + rows.map(function (cells) {
      return cells.map(quoted).join(",");
    }).join("\r\n") + "\r\n";
    var link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], {type: "text/csv"}));
    link.download = document.title.replace(/[^\w .-]+/g, "") + " answers.csv";
    link.click();
    setTimeout(function () { URL.revokeObjectURL(link.href); }, 1000);
    saved = true;
    document.getElementById("told").textContent = "Saved as " + link.download;
  });
  window.addEventListener("beforeunload", function (event) {
    if (!saved) { event.preventDefault(); event.returnValue = ""; }
  });
}());
"""
