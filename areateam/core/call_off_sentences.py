"""What the user reads about call-offs: one sentence for each code."""

from __future__ import annotations

CALL_OFF_SENTENCES = {
    "award-made": "It is awarded to {name} already. Reject that award first, with the reason.",
    "award-missing": "Nobody has the award yet. Award it to a bidder first.",
    "award-out-of-rank": "{best} is ranked before {name}. Say why {name} gets the award.",
    "bidder-known": "{name} is named as a bidder already.",
    "bidder-unknown": "There is no bidder “{name}”. There are {known}.",
    "bidders-not-told": "Enter first on which day the bidders were told of the award.",
    "call-off-ended": "Call-off {number} is {outcome}; nothing of it can be changed.",
    "call-off-not-paused": "It is not paused.",
    "call-off-pauses-meet": "It is paused on some of these days already, from {first} on.",
    "choice-unknown": "“{value}” is no {what}. There are {known}.",
    "gate-is-hard": "“{gate}” stands at every tier and cannot be taken away.",
    "gate-not-passed": "“{stage}” is not done before somebody passed it: {gate}.",
    "gate-not-standing": "“{gate}” does not stand at tier {tier}.",
    "gate-passed-already": "“{gate}” was passed on {day}.",
    "half-days-unreadable": "“{value}” is no number of days in halves, such as 1, 1.5 or 2½.",
    "interests-conflict": "A conflict of interest rules out {names}.",
    "interests-open": "Interests are not declared yet: {names}.",
    "loss-above-overrun": (
        "“{stage}” has {left} days over its target that nothing explains; no more can be given "
        "a cause."
    ),
    "loss-not-positive": "Lost time is counted in half-days, one at least.",
    "pause-ends-earlier": "The pause cannot end on {last}, before it began on {first}.",
    "rank-not-positive": "The first in rank has number 1.",
    "rank-taken": "{name} has rank {rank} already.",
    "risk-answer-wrong": "{question}: {value} is not a number from 0 to 3.",
    "risk-answers-missing": "Answer every question about risk from 0 to 3. Missing: {missing}.",
    "route-unknown": "There is no route “{value}”. There are {known}.",
    "saving-parts": "What is cashable is part of what is valid, and that is part of the claim.",
    "second-person-needed": "A tier is lowered by two people. Name the second who agreed.",
    "second-person-same": "A tier is lowered by two people; {name} is the one who asks.",
    "stage-later": "{day} has not come yet.",
    "stage-not-current": "“{stage}” is not the next to be done; “{other}” comes before it.",
    "stage-not-done": "“{stage}” is not done, so it cannot be opened again.",
    "stage-too-early": "{stage}: {day} lies before {first}, when it could begin.",
    "stage-unknown": "There is no stage “{value}”. There are {known}, or their numbers.",
    "standstill-runs": "The standstill lasts until the end of {day}; sign after it.",
    "tier-other-way": "It is at tier {tier} now; use raise for a higher one, lower for a lower.",
    "tier-same": "It is at tier {tier} already.",
    "tier-unknown": "There is no tier {value}. They run from 0 to {known}.",
    "value-negative": "A value cannot be below nothing.",
}
