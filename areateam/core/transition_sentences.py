"""What the user reads about hand-overs: one sentence or two for each code."""

TRANSITION_SENTENCES = {
    "baseline-name-needed": "Give the baseline a name.",
    "baseline-name-taken": "There is a baseline “{name}” already. Choose another name.",
    "begun-later": "A task cannot have begun on {day}, which has not come yet.",
    "certificate-without-plan": "{place} has no plan, so there is nothing to certify.",
    "light-not-settable": (
        "“{light}” follows from what happened and cannot be set. Set “at risk” or “on track”."
    ),
    "link-unreadable": "“{value}” names no task that comes first, such as T07 or T07 SS+5.",
    "no-plan-yet": "No programme runs yet. Start one first.",
    "not-sent-yet": "The sender has not signed {task} yet, so there is nothing to query.",
    "not-signed": "There is no signature of the {side} to take back.",
    "owner-overloaded": "{value} has too much at once: {detail}.",
    "place-unknown": "There is no {word} with the code “{place}”.",
    "place-without-plan": "{place} has no plan. These have one: {known}.",
    "places-needed": "Name at least one {word}.",
    "plan-started-already": "{place} has a plan of this programme already.",
    "programme-at-fault": "{file} is no programme: {detail}.",
    "programme-unknown": "There is no programme “{programme}”. There are {known}.",
    "signed-already": "The {side} has signed already, on {day}.",
    "signed-by-one-person": "{value} signed {label} for both sides.",
    "signed-later": "A signature cannot bear {day}, which has not come yet.",
    "signer-needed": "Say who signs.",
    "task-dated-before-other": "{label} is dated {value}, before what it waits for: {detail}.",
    "task-due-before-other": "{label} is due {value}, before what it waits for: {detail}.",
    "task-due-no-working-day": "{label} is due {value}, which is no working day: {detail}.",
    "task-is-done": "{task} was accepted on {day}. Take a signature back before you change it.",
    "tasks-in-a-circle": "These tasks would wait for each other: {circle}.",
}
