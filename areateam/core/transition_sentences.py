"""What the user reads about hand-overs: one sentence or two for each code."""

TRANSITION_SENTENCES = {
    "baseline-name-needed": "Give the baseline a name.",
    "baseline-name-taken": "There is a baseline “{name}” already. Choose another name.",
    "begun-later": "A task cannot have begun on {day}, which has not come yet.",
    "certificate-without-plan": "{place} has no plan, so there is nothing to certify.",
    "handed-over-otherwise": "{label}: the other side hands over other contracts. {detail}.",
    "light-not-settable": (
        "“{light}” follows from what happened and cannot be set. Set “at risk” or “on track”."
    ),
    "link-unreadable": "“{value}” names no task that comes first, such as T07 or T07 SS+5.",
    "no-plan-yet": "No programme runs yet. Start one first.",
    "not-sent-yet": "The sender has not signed {task} yet, so there is nothing to query.",
    "not-signed": "There is no signature of the {side} to take back.",
    "nothing-signed": "Nothing of {place} is signed here that both sides must sign.",
    "owner-overloaded": "{value} has too much at once: {detail}.",
    "place-unknown": "There is no {word} with the code “{place}”.",
    "place-without-plan": "{place} has no plan. These have one: {known}.",
    "places-needed": "Name at least one {word}.",
    "plan-set-empty": "“{value}” has no plan of a hand-over.",
    "plan-set-later": "{day} has not come yet, so there is nothing to compare.",
    "plan-set-unknown": (
        "“{value}” is no set of plans. Give a place, an area team or a day, such as 5N8, Q55,"
        " 2012-10-01 or 5N8@2012-10-01. Places with a plan: {known}."
    ),
    "plan-started-already": "{place} has a plan of this programme already.",
    "programme-at-fault": "{file} is no programme: {detail}.",
    "programme-unknown": "There is no programme “{programme}”. There are {known}.",
    "signatures-changed": (
        "{file} was changed after it was written, so nothing of it is taken in. Ask for it again."
    ),
    "signatures-newer": (
        "{file} was written by a newer version of Area Team. Bring this one up to date first."
    ),
    "signatures-not-yet": "The file was written on {day}, which has not come yet.",
    "signatures-older": (
        "The file was written on {written}; one of {later} has been taken in already."
    ),
    "signatures-own": "The file tells nothing that this register did not know already.",
    "signatures-too-large": "{file} is larger than {limit}, which no file of signatures is.",
    "signatures-unreadable": "{file} holds no signatures[: {detail}].",
    "signed-already": "The {side} has signed already, on {day}.",
    "signed-by-one-person": "{value} signed {label} for both sides.",
    "signed-later": "A signature cannot bear {day}, which has not come yet.",
    "signer-needed": "Say who signs.",
    "task-dated-before-other": "{label} is dated {value}, before what it waits for: {detail}.",
    "task-due-before-other": "{label} is due {value}, before what it waits for: {detail}.",
    "task-due-no-working-day": "{label} is due {value}, which is no working day: {detail}.",
    "task-is-done": "{task} was accepted on {day}. Take a signature back before you change it.",
    "tasks-without-owner": "{label}: {value} open tasks have a role and no person.",
    "tasks-in-a-circle": "These tasks would wait for each other: {circle}.",
}
