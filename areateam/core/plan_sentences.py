"""What the user reads about plans: one sentence for each code."""

from __future__ import annotations

PLAN_SENTENCES = {
    "aim-elsewhere": "{ref} is not an aim of this plan.",
    "amount-too-large": "The amount is larger than a plan can hold. Give it in pounds and pence.",
    "amount-unreadable": "“{value}” is not an amount of money such as £120,000 or -£15,000.50.",
    "benefit-unknown": "“{value}” is none of the benefits. There are {known}.",
    "check-in-months": "A measure is looked at every 1 to {most} months, not every {value}.",
    "direction-unknown": "“{value}” is none of {known}.",
    "domain-unknown": "There is no domain “{value}”. There are {known}.",
    "drop-reason-needed": "Say why the aim is dropped: whoever reads the plan next will ask.",
    "explanation-needed": "Say why the limit of {year} is what it is.",
    "figure-unreadable": "“{value}” is not a number that the measure can take.",
    "line-call-off-unknown": "There is no call-off “{value}” for the money to be tied to.",
    "merge-benefit": (
        "“{name}” serves {kept} in {first} and {lost} in {second}; it will serve {kept}."
    ),
    "merge-limit": (
        "Only {first} has a limit for {year}, and {second} has none: none goes over, since the "
        "money of all would stand against the limit of some."
    ),
    "merge-limit-outside": (
        "The limit of {year} does not go over: the merged plan runs from {first} to {last}."
    ),
    "merge-measure": (
        "“{name}” is measured in both: {one} in {first}, {other} in {second}. Both stay, side by "
        "side."
    ),
    "merge-owner": (
        "“{name}” is {kept}'s in {first} and {lost}'s in {second}; it will be {kept}'s."
    ),
    "merge-paid-twice": (
        "“{name}”, {pence}, and “{other}”, {more}, are both tied to {tied}: see whether it is paid "
        "twice. Both stay."
    ),
    "merge-period": (
        "{first} ends on {day}: its money without an end of its own ends on that day, as before."
    ),
    "merge-same-aim": (
        "“{name}” stands in {first} and in {second}. Say whether the two are one aim."
    ),
    "merge-same-line": ("“{name}” costs {pence} in {first} and {more} in {second}. Both stay."),
    "merge-target": (
        "“{name}” of {first} has a target for {year}, which is outside the years of the merged "
        "plan."
    ),
    "nature-unknown": "“{value}” is none of {known}.",
    "no-plan": "The register has no plan yet. Begin one first.",
    "plan-body-unlinked": (
        "{body} does not take over from {before}, as far as the register knows. Give the body "
        "itself, its successor or its area team."
    ),
    "plan-closed": "{ref} cannot be changed any more: {state}.",
    "plan-is-scenario": "{ref} is a scenario. Adopt it first, or name the plan itself.",
    "plan-length": "A plan runs three to five years, not {value}.",
    "plan-merge-join": (
        "{second} cannot join {first}: an aim joins one of a plan named before its own, that joins "
        "none itself."
    ),
    "plan-merge-two": "Name two plans or more to merge.",
    "plan-merge-undecided": (
        "Say of each aim that two plans call the same whether it is one aim: {detail}."
    ),
    "plan-name-needed": "Give it a name.",
    "plan-nothing-before": "{ref} is the first version. Name the plan to compare it with.",
    "plan-not-named": "There are several plans: {known}. Name one.",
    "plan-not-scenario": "{ref} is no scenario.",
    "plan-year-outside": "The plan runs from {first} to {last}; {value} lies outside.",
    "plan-year-unreadable": "“{value}” is not a financial year such as 2012-13.",
    "saving-not-negative": "A saving takes money off: give it as a negative amount.",
    "scenario-outdated": "{ref} has been refreshed since. Copy it again and repeat the changes.",
    "source-needed": "Say where the figure is from.",
}
