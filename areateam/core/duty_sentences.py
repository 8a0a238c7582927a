"""What the user reads about responsibilities: one sentence for each code."""

from __future__ import annotations

DUTY_SENTENCES = {
    "absence-days-needed": "Give the first and the last day of the absence.",
    "cover-is-self": "Nobody can cover for themselves. Choose somebody else.",
    "desk-empty": "There is nothing on this desk to hand over.",
    "desk-nothing-left": "Nothing of this desk is left to hand over.",
    "desk-ticker-needed": "Say who takes these over.",
    "desk-to-self": "Nobody can hand a desk over to themselves. Choose somebody else.",
    "desk-receiver-needed": "{ref} has no receiver yet. Name one with --to.",
    "desk-unfinished": (
        "{ref} is a pack of this desk that is not taken over yet. Finish it or take it away first."
    ),
    "absence-none": "{name} has no leave on {day} or later.",
    "group-unknown": "There is no group “{value}”. There are {known}.",
    "code-taken": "The code “{value}” is used already. Choose another.",
    "days-backwards": "The last day, {last}, lies before the first, {first}.",
    "duties-line-refused": "Line {line} cannot be taken in: {detail}. Nothing was changed.",
    "duty-body-abolished": "{function}: {body} has ended on {since} and still stands there.",
    "duty-everyone-consulted": (
        "{function}: more than half of all bodies must be asked first: {body}."
    ),
    "duty-nobody-accountable": "{function}: nobody is accountable.",
    "duty-nobody-responsible": "{function}: nobody is responsible for doing it.",
    "duty-person-left": (
        "{function}: {body} has left[ on {since}] and nobody else is named there."
    ),
    "duty-several-accountable": "{function}: more than one body is accountable: {body}.",
    "duty-successor-unconfirmed": (
        "{function}: nobody has confirmed yet that {body} takes it over[ on {since}]."
    ),
    "duty-would-gap": "{function}: nobody would be accountable from {first} to {last}.",
    "duty-would-overlap": (
        "{function}: {body} would be accountable together from {first} to {last}."
    ),
    "confidence-range": "A confidence lies between 0 and 100 per cent.",
    "evidence-unknown": "“{value}” is no mark of evidence. There are {known}.",
    "function-ambiguous": "“{value}” means more than one function: {detail}.",
    "function-unknown": "There is no function “{value}”. Use a code such as F07 from the matrix.",
    "letters-unknown": "“{value}” is none of {known}.",
    "matrix-known": "“{label}” is in the register already.",
    "matrix-unknown": "There is no matrix “{value}”. There are {known}.",
    "no-matrix": "The register has no matrix of responsibilities yet. Add one that is shipped.",
}
