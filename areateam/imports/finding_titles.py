"""Short words for findings: a title for all of one kind, and a note beside one value."""

from __future__ import annotations

from areateam.core.findings import Finding
from areateam.core.wording import finding_sentence

_TITLES = {
    "above-maximum": "{label}: more than allowed",
    "absent-queried": "In the register, not in the file",
    "amount-negative": "{label}: below nought",
    "below-minimum": "{label}: less than allowed",
    "body-unknown": "{label}: organisation not known",
    "cell-error": "{label}: a formula without a value",
    "character-undefined": "A character the encoding lacks",
    "date-impossible": "{label}: no such date",
    "date-in-future": "{label}: in the future",
    "date-order-mixed": "{label}: day and month mixed",
    "date-order-undecided": "{label}: day or month first",
    "date-serial": "{label}: a number for a day",
    "date-unreadable": "{label}: not a date",
    "email-unreadable": "{label}: not an address",
    "encoding-mixed": "Mixed encodings",
    "end-before-start": "Ends before it starts",
    "field-missing": "{label} is blank",
    "flag-unreadable": "{label}: neither yes nor no",
    "header-repeated": "Headings once more",
    "header-unknown": "Heading not known",
    "hours-too-few": "{label}: fewer than are owed",
    "key-ambiguous": "Several possible records",
    "key-missing": "{label} is blank",
    "key-repeated": "Same {label} on two lines",
    "key-unknown": "{label}: not in the register",
    "left-out": "Left out by you",
    "line-above-records": "Stands above the first record",
    "line-blank": "Nothing stands in it",
    "mapping-lacks": "Column not in the file",
    "money-too-precise": "{label}: parts of a penny",
    "money-unreadable": "{label}: not an amount",
    "not-a-choice": "{label}: not one of the choices",
    "moved-without-application": "{label}: a move needs an application",
    "nul-character": "{label}: damaged text",
    "number-damaged": "{label}: damaged by a spreadsheet",
    "number-not-whole": "{label}: not a whole number",
    "number-too-large": "{label}: too large",
    "number-unreadable": "{label}: not a number",
    "owner-differs": "{label}: another than in the register",
    "person-unknown": "{label}: nobody of that name",
    "person-unreadable": "{label}: nobody of that name",
    "phone-unreadable": "{label}: not a number",
    "postcode-unreadable": "{label}: not a postcode",
    "quote-apostrophe": "Apostrophes as quotation marks",
    "quote-stray": "Quotation mark inside a cell",
    "quote-unclosed": "Quotation mark never closed",
    "ragged-long": "More cells than headings",
    "ragged-short": "Fewer cells than headings",
    "record-unknown": "Fits no record",
    "several-lines-one-record": "Two lines about one record",
    "sheet-chosen": "One sheet of several",
    "sheet-hidden": "A hidden sheet",
    "sheet-hidden-rows": "Hidden lines",
    "sheet-one-of-several": "Several sheets are lists",
    "time-ignored": "{label}: time left out",
    "too-long": "{label}: too long",
    "too-many-places": "{label}: too many decimals",
    "type-missing": "Contract type is blank",
    "type-of-another-group": "{label}: of another group",
}

_NOTES = {
    "key-ambiguous": "{detail} possible records",
    "key-repeated": "also on line {detail}",
    "several-lines-one-record": "same record as line {detail}",
}


def finding_title(code: str, label: str, example: Finding) -> str:
    """Words for all findings of a kind; where there are none, the sentence of an example."""
    found = _TITLES.get(code)
    if found is None:
        return finding_sentence(example, label)
    words = found.format(label=label or "Line")
    return words[:1].upper() + words[1:]


def finding_note(finding: Finding, label: str) -> str:
    """A few words beside the value of one finding, such as "also on line 306"."""
    found = _NOTES.get(finding.code)
    if found is not None and finding.detail:
        return found.format(detail=finding.detail)
    title = finding_title(finding.code, "", finding)
    if title.startswith("Line: "):
        return title.removeprefix("Line: ")
    title = finding_title(finding.code, label, finding)
    return title[:1].lower() + title[1:] if title[1:2].islower() else title
