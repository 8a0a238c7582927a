"""What the user reads about a finding or a problem: one sentence or two for each code.

A place in braces is filled by the fact of that name. A part in square brackets is left out
where one of its facts is missing or blank.
"""

from __future__ import annotations

import difflib
import re
from pathlib import PureWindowsPath
from typing import TYPE_CHECKING

from areateam.core.call_off_sentences import CALL_OFF_SENTENCES
from areateam.core.case_sentences import CASE_SENTENCES
from areateam.core.dates import format_date
from areateam.core.duty_sentences import DUTY_SENTENCES
from areateam.core.import_sentences import IMPORT_SENTENCES
from areateam.core.plan_sentences import PLAN_SENTENCES
from areateam.core.transition_sentences import TRANSITION_SENTENCES
from areateam.core.variation_sentences import VARIATION_SENTENCES

if TYPE_CHECKING:
    from areateam.core.findings import Finding
    from areateam.core.problems import Problem

_LONGEST_SHOWN = 80
_LONGEST_KNOWN = 240
_NEAREST = 5

_SENTENCES = {
    "above-maximum": "{value} is more than the most allowed, {detail}.",
    "absent-option-unreadable": "“{value}” is none of list, leave, query and end=2012-10-31.",
    "ambiguous-record": "“{ref}” means more than one record. Use a name such as C12 from the list.",
    "another-day": (
        "You are looking at {day}, where nothing can be changed. Go back to today first."
    ),
    "backup-onto-itself": "A backup cannot be written over the register it is of.",
    "backup-same-file": "{file} is the register itself; choose a backup of it.",
    "backup-unsound": (
        "The backup {file} did not pass its check and does not count. Choose another place "
        "and make it again."
    ),
    "below-minimum": "{value} is less than the least allowed, {detail}.",
    "body-unknown": "“{value}” is no organisation that the register knows.[ {detail}.]",
    "cell-error": "{value} stands where a formula gave no value; take it from the source.",
    "check-broken-links": "{count} of the {kind} records name a record that is not there.",
    "check-damaged": "A part of the register cannot be read[: {detail}].",
    "check-journal-count": (
        "The journal holds {lines} changes where its seals count {expected}; some were added "
        "or taken out."
    ),
    "check-not-as-seen": (
        "Operation {operation} is not the one that this computer last saw in this register."
    ),
    "check-older-than-seen": (
        "The register is older than when this computer last saw it, at operation {operation}; "
        "the work since then is missing."
    ),
    "check-operation-missing": "Operation {operation} is missing from the journal.",
    "check-operation-unsealed": (
        "Operation {operation} does not agree with its seal: the journal was changed from outside."
    ),
    "check-records-changed": (
        "The {kind} records {low} to {high} are not as the journal left them: one or more were "
        "changed from outside."
    ),
    "check-records-missing": "The {kind} records {low} to {high} are missing.",
    "check-same-name": "{count} of the {kind} records share their lasting name with another.",
    "check-unfinished": "Another program left a change unfinished in this register.",
    "contract-exists": "Contract {number} is in the register already: {name} ({ref}).",
    "contracts-only": "“{ref}” is no contract; this changes contracts only.",
    "damaged-file": "{file} is damaged.[ {detail}.] It was left as it is.",
    "date-impossible": "{value} is not a date: {detail}.",
    "date-order-asked": (
        "{column}: {value} can be read with the day or the month first; {lines}. Say which with "
        "--dates {column}=dmy or {column}=mdy."
    ),
    "date-order-undecided": (
        "{value} can be read with the day or the month first; choose the order of this column."
    ),
    "date-serial": "{value} is a spreadsheet's number for a day: {detail}. Show days as dates.",
    "date-unreadable": "{value} cannot be read as a date; write it as 1/11/2012 or 1 Nov 2012.",
    "definition-faulty": "The definition {file} cannot be used[: {detail}].",
    "definitions-at-fault": "The definitions cannot be used.[ {detail}]",
    "disk-error": (
        "The disk could not read or write {file}. Nothing was changed; copy the register to "
        "another disk."
    ),
    "disk-full": (
        "There is no room left on the disk for {file}. Nothing was changed; make room and do "
        "it again."
    ),
    "email-unreadable": "{value} is not an e-mail address.",
    "end-before-start": "The end, {value}, is before the start[, {detail}].",
    "export-cell-too-long": (
        "{label} on line {line} is longer than the {limit} characters that a cell of a "
        "spreadsheet holds. Nothing was written; export to CSV instead."
    ),
    "export-character-unfit": (
        "{label} on line {line} holds a character that no spreadsheet can. Nothing was written; "
        "export to CSV instead."
    ),
    "export-over-register": (
        "{file} is a register, or belongs to one. Choose another name for the export."
    ),
    "export-too-long": (
        "The list is longer than the {limit} lines that a sheet holds. Nothing was written; "
        "export to CSV, or narrow the list."
    ),
    "field-worked-out": "{field} is worked out from other values and cannot be typed.",
    "file-in-use": "{file} is open in another program. Close it there and do it again.",
    "file-is-folder": "{file} is a folder, not a file.",
    "file-missing": "There is no file {path}.",
    "file-unreadable": "{file} cannot be read[: {reason}].",
    "fix-unreadable": "“{value}” is not of the form LINE:COLUMN=VALUE.",
    "fix-without-line": (
        "No line stands as it stood when “{value}” was corrected under {column}; that "
        "correction was not made."
    ),
    "flag-unreadable": "“{value}” says neither yes nor no.",
    "folder-missing": "There is no folder {folder}.",
    "key-ambiguous": "“{value}” fits several records[: {detail}]. Choose one.",
    "left-out": "You left this line out.",
    "map-unreadable": "“{value}” is not of the form COLUMN=FIELD.",
    "merge-itself": "{ref} cannot be merged with itself.",
    "merge-needs-choice": "Both state these, and not the same: {labels}. Choose one of each.",
    "merge-of-groups": "{name} and {other} belong to different groups of contractors.",
    "merge-of-kinds": "{ref} and {other} are not records of one kind.",
    "money-too-precise": "{value} has parts of a penny.",
    "money-unreadable": "{value} cannot be read as an amount of money; write it as 1234.56.",
    "name-missing": "A name is needed.",
    "no-control-totals": (
        "There are no control totals of {ref}. Type them as MEASURE=TOTAL[; it states {known}]."
    ),
    "no-display": (
        "There is no display here, so no window can open. Every command works without one; "
        "--help lists them."
    ),
    "no-register": "No register is open. Open one, or make a new one.",
    "not-answers": (
        "{file} has no answers to lines that wait in this register. Import the list it is about "
        "first."
    ),
    "not-a-choice": "“{value}” is not one of the choices: {detail}.",
    "not-there-then": "{name} was not in the register on {day}.",
    "nothing-to-redo": "There is nothing to do again.",
    "nothing-to-undo": "There is nothing to undo.",
    "nul-character": "{label} holds a character that no text has; the file may be damaged.",
    "number-damaged": (
        "{value} is what a spreadsheet makes of a long number or a code; take the value from "
        "the source."
    ),
    "number-not-whole": "{value} is not a whole number.",
    "number-too-large": "{value} is too large a number.",
    "number-unreadable": "{value} cannot be read as a number.",
    "option-unusable": "{option} cannot be {value}[: {detail}].",
    "order-incomplete": "Name a field and the sources that count for it, the first first.",
    "person-not-entered": (
        "Nobody called “{value}” was entered so far.[ The nearest is {known}.]"
        "[ Somebody new is entered with {option}.]"
    ),
    "person-unknown": "“{value}” is no person that the register knows.[ There is {known}.]",
    "person-unreadable": "“{value}” does not name a person of the register.",
    "phone-unreadable": "“{value}” is not a telephone number.",
    "postcode-unreadable": "“{value}” is not a postcode[: {detail}].",
    "read-only": "The register is open for reading only; nothing can be changed.",
    "redo-not-undone": "“{label}” was not undone, so it cannot be done again.",
    "redo-records-gone": (
        "“{label}” cannot be done again: records that it changed are no longer there."
    ),
    "refused-change": "The change was refused[: {detail}].",
    "register-changed": (
        "{file} is not laid out as this program made it: another program changed it, or it is "
        "damaged. It was left as it is; restore a backup."
    ),
    "register-damaged": "{file} is damaged.[ {detail}.] It was left as it is; restore a backup.",
    "register-empty": (
        "{file} is empty; it holds no register. Restore a backup, or make a new register "
        "under another name."
    ),
    "register-exists": "{file} is there already. Open it, or choose another name.",
    "register-in-synced-folder": (
        "{file} lies in a folder that is kept in step with others[, {folder}], where "
        "registers are damaged. Choose a folder of this computer."
    ),
    "register-is-folder": "{file} is a folder, not a register.",
    "register-locked": (
        "{file} is in use[ by {user}][ on {host}][ since {since}]. Wait, or open it for "
        "reading only."
    ),
    "register-missing": "There is no register {path}.",
    "register-newer": (
        "{file} was made by a newer version of this program. Install that version; the file "
        "was left as it is."
    ),
    "register-no-permission": (
        "You may not read or write {file}. Ask who looks after this computer."
    ),
    "register-not-named": "No register was named. Use --register FILE, or set AREATEAM_REGISTER.",
    "register-not-ours": "{file} is not a register of this program. It was left as it is.",
    "register-older": (
        "{file} was made by an older version of this program and must be upgraded first: open it "
        "in the window, or give the command upgrade."
    ),
    "register-on-network": (
        "{file} lies on a network drive, where registers are damaged. Choose a folder of this "
        "computer."
    ),
    "register-read-only": "{file} is open for reading only; nothing can be changed.",
    "register-unreadable": "{file} cannot be opened. Check that its disk is connected.",
    "releases-of-call-offs-only": "Open contracting data is written of call-offs only.",
    "side-states-nothing": "Only one of the two states {label}; no value gives way to nothing.",
    "side-unreadable": "“{value}” is not of the form FIELD=left or FIELD=right.",
    "time-ignored": "The time of day in {value} was left out.",
    "too-long": "{label} is longer than the {detail} characters allowed.",
    "too-many-places": "{value} has more than {detail} decimal places.",
    "type-missing": "The contract type is needed and was not stated or not understood.",
    "type-of-another-group": "{value} belongs to another group of contractors.",
    "undo-blocked": (
        "“{label}” cannot be undone: later work changed the same records[, {count} of them]."
    ),
    "undo-in-use": "“{label}” cannot be undone: later work depends on its records.",
    "undo-not-live": "“{label}” is already undone.",
    "undo-of-undo": "“{label}” is taken back by doing the undone work again.",
    "unknown-code": "There is no organisation with the code “{value}”.",
    "unknown-field": "There is no field called “{name}”.[ There are {known}.]",
    "unknown-list": "There is no list called “{name}”. There are {known}.",
    "unknown-kind": "There is nothing called “{value}” here.[ What there is: {known}.]",
    "unknown-operation": "There is no operation {operation}.",
    "unknown-record": "There is no record “{ref}”.",
    "upgrade-failed": "{file} could not be upgraded[: {detail}]. It was left as it was.",
    "note-unknown": "The contract has no note {note}.",
    "notes-twice": "Write a note, correct one or take one back: one of them at a time.",
    "value-needed": "{field} cannot be left empty.",
}

_BY_AREA = (
    CALL_OFF_SENTENCES
    | CASE_SENTENCES
    | DUTY_SENTENCES
    | IMPORT_SENTENCES
    | PLAN_SENTENCES
    | TRANSITION_SENTENCES
    | VARIATION_SENTENCES
)
SENTENCES = dict(sorted((_SENTENCES | _BY_AREA).items()))

_OPTIONAL = re.compile(r"\[([^\[\]]*)\]")
_FACT = re.compile(r"\{(\w+)\}")
_UNFINISHED = re.compile(r"\.(.+)\.\d+\.part")
"""The name of a file that is still being written; people know it by what it will be."""
_DAY = re.compile(r"(?:19|20)\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])")
_MOMENT = re.compile(r"(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d)(?::\d\d)?")
_UNPRINTED = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")


def sentence(code: str, **facts: object) -> str:
    """Return the sentence for a code, filled with the facts it names.

    Of a `path` the sentence may show only the name, as {file}. Raises KeyError for an unknown
    code or a missing fact: both are our own faults.
    """
    if "path" in facts:
        name = PureWindowsPath(str(facts["path"])).name
        facts = {"file": _UNFINISHED.sub(r"\1", name), **facts}
    shown = {name: _shown(name, fact) for name, fact in facts.items()}
    if "labels" in facts:
        shown["labels"] = _known(str(facts["labels"]), "")
    if "known" in facts:
        shown["known"] = _known(str(facts["known"]), str(facts.get("name", facts.get("value", ""))))

    def part(match: re.Match[str]) -> str:
        return match[1] if all(shown.get(fact) for fact in _FACT.findall(match[1])) else ""

    filled = _OPTIONAL.sub(part, SENTENCES[code]).format_map(shown)
    return filled[:1].upper() + filled[1:] if filled.startswith("this column") else filled


def finding_sentence(finding: Finding, label: str = "") -> str:
    """Return the sentence for a finding; `label` is what the user knows its field by."""
    return sentence(
        finding.code,
        value=finding.value,
        detail=finding.detail,
        label=label or finding.column or "this column",
        line=finding.line,
    )


def problem_sentence(problem: Problem) -> str:
    """Return the sentence for a problem, from the facts it carries."""
    return sentence(problem.code, **problem.facts)


def _known(listed: str, asked: str) -> str:
    """Return what there is, "a, b and c"; of many, those most like what was asked for."""
    every = listed.split(", ")
    if len(listed) > _LONGEST_KNOWN:
        near = every[:_NEAREST]
        if asked:
            near = difflib.get_close_matches(asked.casefold(), every, n=_NEAREST, cutoff=0)
        every = [*near, f"{len(every) - len(near)} others"]
    return " and ".join([part for part in (", ".join(every[:-1]), every[-1]) if part])


def _shown(name: str, fact: object) -> str:
    """Return a fact as a sentence shows it: on one line, and not too long; paths are whole."""
    text = _UNPRINTED.sub(" ", str(fact)).strip()
    if name != "value" and _DAY.fullmatch(text):
        return format_date(text)
    if name == "since" and (moment := _MOMENT.fullmatch(text)):
        return f"{format_date(moment[1])}, {moment[2]}"
    if name in ("path", "file", "folder", "detail") or len(text) <= _LONGEST_SHOWN:
        return text
    return text[: _LONGEST_SHOWN - 1].rstrip() + "…"
