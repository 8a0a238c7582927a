"""The parsers of the commands about documents and letters; REF is a case (CA12) or D3."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Callable
from pathlib import Path
from typing import Any

_OF = "document_commands"

Command = Callable[..., ArgumentParser]
"""Makes the parser of a command: (commands, name, words, (module, function), opens)."""


def add_document_commands(
    commands: Any, verbs: Any, command: Command, day: Callable[[str], object]
) -> None:
    """Add `document`, and to the verbs of `case` those that write and file documents."""
    letter = command(verbs, "letter", "Write the letter of a step.", (_OF, "run_letter"), "write")
    letter.add_argument("ref")
    letter.add_argument("step")
    letter.add_argument("values", nargs="*", metavar="FIELD=TEXT")
    letter.add_argument(
        "--sent", type=day, metavar="DATE", help="it went out; the step is done with it"
    )
    letter.add_argument("-o", "--out", type=Path, metavar="OUT.docx")
    template = command(
        verbs, "template", "Choose a letter's Word template.", (_OF, "run_template"), "write"
    )
    template.add_argument("letter", help="such as remedial-notice")
    template.add_argument("path", nargs="?", type=Path, metavar="OURS.docx")
    template.add_argument("--pct", default="", metavar="CODE", help="only for this PCT's cases")
    template.add_argument("--remove", action="store_true", help="go back to the one that comes")
    template.add_argument("-o", "--out", type=Path, metavar="OUT.docx", help="to change in Word")
    listed = command(verbs, "documents", "List a case's documents.", (_OF, "run_documents"), "read")
    listed.add_argument("ref")
    filed = command(verbs, "file", "File a document at a case.", (_OF, "run_file"), "write")
    filed.add_argument("ref")
    filed.add_argument("path", type=Path)
    filed.add_argument("--title", default="")
    filed.add_argument("--dated", type=day, metavar="DATE", help="the day that it bears")
    report = command(verbs, "report", "Write the report of a case.", (_OF, "run_report"), "read")
    report.add_argument("ref")
    report.add_argument("--redact", action="store_true", help="without names and what people typed")
    report.add_argument("-o", "--out", type=Path, required=True, metavar="OUT.pdf | OUT.html")
    one = command(
        commands, "document", "Write a document to a file.", (_OF, "run_document"), "read"
    )
    one.add_argument("ref", help="such as D12, from case documents")
    one.add_argument("-o", "--out", type=Path, required=True, metavar="OUT")
