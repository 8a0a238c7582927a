"""What the user reads about cases and their clocks: one sentence or two for each code."""

CASE_SENTENCES = {
    "agreed-day-earlier": (
        "An agreed day cannot lie before {legal}, the last day by law. Give that day or a later"
        " one."
    ),
    "clock-is-statutory": (
        "{rule} is a date fixed by law; nothing stops it, so it cannot be paused."
    ),
    "clock-is-timer": "{rule} is a timer; it is worked out with its pauses.",
    "clock-not-extendable": "{rule} does not allow another day to be agreed.",
    "clock-rule-not-in-force": (
        "{rule} was not in force on {day}. Enter the day by hand, with its reason."
    ),
    "clock-rule-undated": "{rule} leads to no day.",
    "clock-rule-unknown": "There is no rule called “{rule}”.",
    "outcome-unknown": "There is no outcome “{outcome}”. There are {known}.",
    "pause-backwards": "The pause that begins on {first} ends before it begins.",
    "pause-before-start": "A pause cannot begin before the clock does, on {start}.",
    "pause-not-allowed": ("“{reason}” does not stop this clock. What the rule allows: {allowed}."),
    "pauses-overlap": "Another pause still runs on {first}. End it first, or change its days.",
    "procedure-unknown": "There is no procedure “{procedure}”. There are {known}.",
    "step-unknown": "There is no step “{step}”. There are {known}.",
}
