"""Corpora of awkward files by others: each read as its answer says, or named, or declined.

A file counts as passed where every record is as expected, named where each record that is
not carries a finding on its line, declined where it is refused with a code, else wrong.

As a program, `python -m tests.imports.torture_table FOLDER` prints how many files of each corpus
in FOLDER are which; it ends with 1 where a file was read wrong.
"""

from __future__ import annotations

import csv
import json
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from areateam.core.problems import FileProblem
from areateam.imports.reader import Chunk, FileShape, examine, read

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

Expected = tuple[tuple[str, ...], list[list[str]]]

# Width, header line and records of files that come without an answer, read off by eye.
BY_EYE = {
    "messytables-horror/211.csv": (96, 1, 2132),
    "messytables-horror/begrotingsanalyse-2011.csv": (20, 4, 39),
    "messytables-horror/blank_line.ods": (3, 1, 3),
    "messytables-horror/characters.csv": "encoding-unclear",
    "messytables-horror/complex.csv": (4, 1, 3),
    "messytables-horror/encrypted_no_password.xls": "sheet-locked",
    "messytables-horror/example.tsv": (17, 1, 140),
    "messytables-horror/excel_pasting.csv": (9, 4, 16),
    "messytables-horror/large.ods": (5, 1, 23_760),
    "messytables-horror/libreoffice.xlsx": "file-empty",
    "messytables-horror/loffice-4.4.1.2.ods": (3, 1, 3),
    "messytables-horror/long.csv": (1, None, 4000),
    "messytables-horror/mixedGLB.csv": (19, 4, 133),
    "messytables-horror/null.csv": (4, None, 10),
    "messytables-horror/ods_formats.ods": (10, 1, 5),
    "messytables-horror/simple.csv": (3, 1, 6),
    "messytables-horror/simple.ods": (3, 1, 3),
    "messytables-horror/simple.xls": (3, 1, 6),
    "messytables-horror/simple.xlsx": (3, 1, 6),
    "messytables-horror/simple.zip": "file-is-other",
    "messytables-horror/skip_initials.csv": (2, 1, 2),
    "messytables-horror/spanish_chars.csv": (8, 1, 115),
    "messytables-horror/sw_gen.xlsx": (17, 1, 15),
    "messytables-horror/utf-16le_encoded.csv": (19, 1, 327),
    "messytables-horror/utf8bom.csv": (2, 1, 0),
    "csvlint.rb/cr-line-endings.csv": (3, 1, 2),
    "csvlint.rb/crlf-line-endings.csv": (3, 1, 2),
    "csvlint.rb/inconsistent-line-endings-unquoted.csv": (3, 1, 2),
    "csvlint.rb/inconsistent-line-endings.csv": (3, 1, 2),
    "csvlint.rb/invalid-byte-sequence.csv": (7, 1, 23),
    "csvlint.rb/invalid_many_rows.csv": (3, 1, 9),
    "csvlint.rb/lf-line-endings.csv": (3, 1, 2),
    "csvlint.rb/spreadsheet.xls": (3, 1, 0),
    "csvlint.rb/spreadsheet.xlsx": (3, 1, 0),
    "csvlint.rb/title-row.csv": (3, 2, 2),
    "csvlint.rb/valid.csv": (3, 1, 2),
    "csvlint.rb/valid_many_rows.csv": (3, 1, 6),
    "csvlint.rb/white space in filename.csv": (3, 1, 2),
    "clevercsv-example/airedale.csv": (8, 1, 54),
    "clevercsv-example/imdb.csv": (44, 1, 100),
    "clevercsv-example/milk.csv": (23, 1, 379),
    "blns/blns.json": "file-is-other",
}


@dataclass
class Reading:
    """A file read to its end."""

    shape: FileShape
    whole: Chunk

    def judge(self, expected: Expected) -> str:
        """The word for it, where header and records should be these."""
        header, records = expected
        named = {finding.line for finding in self.whole.findings}
        repeated = [
            at
            for at, line in enumerate(self.whole.lines)
            if any((f.line, f.code) == (line, "header-repeated") for f in self.whole.findings)
        ]
        found = [record for at, record in enumerate(self.whole.records) if at not in repeated]
        lines = [line for at, line in enumerate(self.whole.lines) if at not in repeated]
        if len(found) != len(records) or (header and not repeated and self.shape.header != header):
            return "wrong"
        off = [line for line, one, two in zip(lines, found, records, strict=True) if one != two]
        if set(off) <= named or "quote-apostrophe" in {f.code for f in self.shape.findings}:
            return "named" if off or repeated else "passed"
        return "wrong"


def taken(path: Path) -> Reading:
    """Read a file to its end; raises FileProblem where it is declined."""
    shape, whole = examine(path), Chunk()
    for chunk in read(shape):
        whole.lines += chunk.lines
        whole.records += chunk.records
        whole.findings += chunk.findings
        whole.blank += chunk.blank
    return Reading(shape, whole)


def verdict(path: Path, expected: Expected | None) -> str:
    """How the file was read; without an answer only that no line was lost."""
    try:
        found = taken(path)
    except FileProblem as problem:
        answer = BY_EYE.get(f"{path.parent.name}/{path.name}", problem.code)
        return "declined" if answer == problem.code and not (expected and expected[1]) else "wrong"
    if expected is not None:
        return found.judge(expected)
    seen = (found.shape.width, found.shape.header_line, len(found.whole.records))
    if BY_EYE.get(f"{path.parent.name}/{path.name}", seen) != seen:
        return "wrong"
    return "named" if found.whole.findings else "passed"


def spectrum(folder: Path) -> Iterator[tuple[Path, Expected | None]]:
    """The files of csv-spectrum with their answers."""
    for path in sorted((folder / "csvs").glob("*.csv")):
        text = (folder / "json" / f"{path.stem}.json").read_text("utf-8")
        if b"\r" not in path.read_bytes():
            # Some copies of the corpus lost the CRs of the files but not those of the answers.
            text = text.replace("\\r\\n", "\\n")
        answer = json.loads(text)
        yield path, (tuple(answer[0]), [list(record.values()) for record in answer])


def pollock(folder: Path) -> Iterator[tuple[Path, Expected | None]]:
    """The files of Pollock with their answers."""
    for path in sorted((folder / "csv").glob("*.csv")):
        answer = json.loads(
            (folder / "parameters" / f"{path.name}_parameters.json").read_text("utf-8")
        )
        with (folder / "clean" / path.name).open(encoding="utf-8", newline="") as stream:
            records = [record for record in csv.reader(stream) if record]
        named = answer["header_lines"] > 0
        yield path, (tuple(records[0]) if named else (), records[1:] if named else records)


def bare(folder: Path) -> Iterator[tuple[Path, Expected | None]]:
    """Files that came without an answer."""
    for path in sorted(folder.iterdir()):
        yield path, None


CORPORA = {
    "csv-spectrum": (spectrum, 11, 0),
    "pollock": (pollock, 17, 18),
    "messytables-horror": (bare, 20, 4),
    "csvlint.rb": (bare, 13, 1),
    "csv-injection": (bare, 0, 1),
    "clevercsv-example": (bare, 2, 1),
    "blns": (bare, 1, 1),
}
"""Each corpus: how its files are found, how many pass at least, how many are named or declined."""
WORDS = ("passed", "named", "declined", "wrong")


def verdicts_of(folder: Path, name: str) -> dict[str, str]:
    """The word for each file of a corpus; none where the corpus is not there."""
    files, place = CORPORA[name][0], folder / name
    if not place.is_dir():
        return {}
    return {path.name: verdict(path, answer) for path, answer in files(place)}


def line_of(name: str, tally: Mapping[str, int]) -> str:
    """One line of the table."""
    return f"{name:20}" + "".join(f"{tally.get(word, 0):10}" for word in WORDS)


def main(folder: Path) -> int:
    """Print the table and the names of files read wrong; 1 where there are any."""
    whole: Counter[str] = Counter()
    wrong: list[str] = []
    sys.stdout.write(f"{'corpus':20}" + "".join(f"{word:>10}" for word in WORDS) + "\n")
    for name in CORPORA:
        found = verdicts_of(folder, name)
        tally = Counter(found.values())
        whole.update(tally)
        wrong += [f"{name}/{file}" for file, word in found.items() if word == "wrong"]
        sys.stdout.write(line_of(name, tally) + "\n")
    sys.stdout.write(line_of("together", whole) + "\n" + "".join(f"{w}\n" for w in wrong))
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
