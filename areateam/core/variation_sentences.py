"""What the user reads about variation: one sentence or two for each code."""

VARIATION_SENTENCES = {
    "base-ahead": "New limits cannot begin on {day}, which has not come.",
    "base-author-needed": "Say who begins the limits anew.",
    "base-lock": "Limits are kept to the first 12 to 20 values, not {count}.",
    "base-not-there": "No new limits begin on {day}.",
    "base-reason-needed": "Say why the limits begin anew.",
    "base-words-needed": "Name the indicator, and the contract or body: rebase I01 C99001.",
    "base-day-needed": "Name the day on which the limits begin anew.",
    "case-of-no-outlier": "The case was not opened from an outlier.",
    "indicator-unknown": "There is no indicator “{indicator}”. There are {known}.",
    "indicator-level": "{label} cannot be compared by {level}, only by {known}.",
    "figure-impossible": "{value} cannot be: what can be is {detail}.",
    "figure-tenfold": "{value} is ten times what it was before, at most {detail}, or more.",
    "figure-tenth": "{value} is a tenth of what it was before, at least {detail}, or less.",
    "verdict-evidence-needed": "Say what the evidence for “{kind}” is.",
    "verdict-needs-case": "Acting on an outlier opens a case: name the template.",
    "verdict-not-outlier": "{ref} is not in the chart of {label} on {day}.",
    "verdict-of-body": "A case is opened at a contract, and {name} is none.",
    "verdict-of-gone": "{name} is not in the register any more: nothing can be said of it now.",
    "verdict-reason-needed": "Say why.",
    "verdict-review-needed": "Set the day on which “{kind}” is to be looked at again.",
    "verdict-review-passed": "The day to look again, {day}, must lie ahead.",
    "verdict-review-past": (
        "{value} was to be looked at again by {detail}: it is unexplained again."
    ),
    "verdict-reviewer-needed": "Say who looked at it.",
    "verdict-words-needed": "Name the indicator and the contract: judge I01 C99001.",
    "verdict-unknown": "“{verdict}” is no verdict. There are {known}.",
}
