"""What the user reads about files on their way in: one sentence or two for each code."""

IMPORT_SENTENCES = {
    "absent-end-early": ("{name} begins on {detail} and cannot end before that, on {value}."),
    "absent-no-end": "Only contracts can be ended here.",
    "absent-queried": "{value} is in the register, but not in this file.[ {detail}.]",
    "amount-negative": "{value} is below nought, which {label} cannot be.",
    "answer-late": "Line {line} of the answers was decided meanwhile; its answer was left.",
    "answer-repeated": "Line {line} answers what a line above it answers otherwise.",
    "answer-unknown-line": "Line {line} of the answers is about no line that waits here.",
    "answer-unreadable": (
        "Line {line} of the answers has “{detail}”, which is none of those offered."
    ),
    "batch-layout-gone": (
        "The lines of {file} can no longer be read as they were; import its file again."
    ),
    "cell-too-long": (
        "Line {line} of {file} has a cell of more than {limit} characters. Check for a "
        "quotation mark that is never closed."
    ),
    "character-undefined": (
        "“{value}” holds a character that its encoding does not define; choose another "
        "encoding or correct it."
    ),
    "choice-gone": "That is none of the records that the line may mean any more.",
    "column-not-there": "Line {line} has no column {place}.",
    "constant-unusable": "{label} cannot be “{value}” on every line.",
    "date-in-future": "{value} lies in the future, which {label} cannot.",
    "date-order-mixed": (
        "Some dates of {label} have the day first and some the month: {detail}. Correct the "
        "file, or choose an order."
    ),
    "delimiter-unusable": (
        "“{delimiter}” cannot part the columns of {file}. Choose a comma, semicolon, tab or bar."
    ),
    "encoding-mixed": "The file mixes encodings; it was read as {detail}.",
    "encoding-unclear": (
        "{file} is text in an encoding that could not be told. Choose its encoding, or save "
        "it as UTF-8."
    ),
    "encoding-unknown": "There is no encoding called “{encoding}”.",
    "encoding-wrong": "Line {line} of {file} is not {encoding}. Choose another encoding.",
    "field-missing": "{label} is blank; it is needed.",
    "field-repeated": "Two columns were both taken for {label}[: {detail}]. Choose one.",
    "file-changed": "{file} was changed while it was being read. Start again.",
    "file-empty": "{file} is empty.",
    "file-exists": "{file} is there already. Choose another name.",
    "file-has-nul": (
        "Line {line} of {file} holds characters that no text has; it may be damaged or no "
        "text file."
    ),
    "file-is-other": "{file} is {what}. Save it as CSV or as a spreadsheet and import that.",
    "file-not-found": "There is no file {path}.",
    "file-not-text": (
        "{file} is not a text file. Save it as CSV or as a spreadsheet and import that."
    ),
    "file-of-another-kind": (
        "{file} is {seen}, which is not a list of contractors. Nothing was taken from it."
    ),
    "file-too-large": "{file} is larger than {limit}. Split it, and import the parts.",
    "file-too-wide": "Line {line} of {file} has more than {limit} columns.",
    "file-unwritable": "{file} cannot be written[: {reason}]. Choose another place.",
    "header-line-missing": "{file} has no line {line} to take the headings from.",
    "header-repeated": "The headings stand here once more.",
    "header-unknown": "The heading “{value}” is not known; its column was left out.",
    "hours-too-few": "The core hours add up to {value}, not to the {detail} that are owed.",
    "key-missing": "{label} is blank; without it the line cannot be matched.",
    "key-repeated": "“{value}” stands already on line {detail}.",
    "key-unknown": "“{value}” is not in the register.",
    "line-above-records": "“{value}” stands above the first record and was left out.",
    "line-blank": "Nothing stands in this line.",
    "line-emptied": (
        "Nothing would be left of line {line}. To keep it out of the register, leave it out."
    ),
    "line-not-there": "Line {line} is none of the lines that were read.",
    "line-too-long": (
        "Line {line} of {file} is longer than {limit} characters. Check for a quotation mark "
        "that is never closed."
    ),
    "mapping-key-unstated": "No column states {label}, by which the contracts are to be known.",
    "mapping-lacks": "The file has no column “{value}”; nothing was taken for it.",
    "mapping-states-nothing": (
        "The columns say only which contract a line is about, so nothing would be changed. Say "
        "what one more column means."
    ),
    "mapping-type-unstated": (
        "No column states the contract type. Say which does, or that every line is of one type."
    ),
    "mapping-unreadable": "{file} does not hold a mapping[: {detail}].",
    "moved-without-application": (
        "The postcode is {value} in the file and {detail} in the register; a move needs an "
        "application."
    ),
    "no-such-import": "There is no import {ref}.",
    "not-a-contractor-file": (
        "{file} was not recognised[: it has {seen}]. A list of contractors needs {needed}."
    ),
    "nothing-given": "Nothing was given to change. Use FIELD=VALUE.",
    "owner-differs": (
        "The owner is {value} in the file and {detail} in the register; a change of ownership "
        "needs an application."
    ),
    "quote-apostrophe": (
        "Apostrophes enclose the cells of this file in place of quotation marks; look at a "
        "few lines before going on."
    ),
    "quote-stray": "A quotation mark stands inside a cell; the line was read as it is.",
    "quote-unclosed": (
        "A quotation mark is opened and never closed[; lines {detail} were read by themselves]."
    ),
    "ragged-long": "The line has more cells than there are headings[: {detail}].",
    "ragged-short": "The line has fewer cells than there are headings[: {detail}].",
    "recipe-unreadable": "{file} is no recipe of an import[: {detail}].",
    "record-unknown": (
        "This line fits no record of the register; choose one, or leave the line out."
    ),
    "several-lines-one-record": "This line and line {detail} mean the same record.",
    "sheet-chosen": "The sheet “{value}” was read[; {detail} was not].",
    "sheet-damaged": (
        "{file} is damaged and cannot be read as a spreadsheet. Open it in its own program "
        "and save it again."
    ),
    "sheet-locked": "{file} is protected by a password. Save it without one and import that.",
    "sheet-hidden": "The sheet “{value}” is hidden in its workbook; it was read all the same.",
    "sheet-hidden-rows": "{value} of the lines are hidden in the workbook; they were read too.",
    "sheet-missing": "{file} has no sheet called “{sheet}”.[ It has {sheets}.]",
    "sheet-one-of-several": "“{value}” was read; {detail} could be a list too. Choose a sheet.",
    "sheet-too-large": (
        "{file} unpacks to more than can be read. Save the sheet as CSV and import that."
    ),
    "source-repeated": "“{name}” stands twice in the order.",
    "stage-missing": (
        "What was read from the file is no longer there. Nothing was written; read the file again."
    ),
    "stage-outdated": (
        "The register was changed since {file} was read. Nothing was written; read the file again."
    ),
    "unknown-column": "The file has no column called “{column}”.",
    "unknown-mapping": "There is no mapping called “{name}”.",
    "unknown-profile": "There is no import profile called “{key}”.[ There are {known}.]",
    "unknown-source": "There is no source called “{name}”.[ There are {known}.]",
    "unknown-split": "A cell cannot be cut as “{name}”.[ There are {known}.]",
}
