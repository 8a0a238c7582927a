"""What the user reads about cases and their clocks: one sentence or two for each code."""

CASE_SENTENCES = {
    "check-document-changed": (
        "The document “{name}” is not as it was filed: its bytes no longer match its digest."
    ),
    "check-document-missing": "The document “{name}” is filed, and its bytes are not there.",
    "document-empty": "{name} is empty, so there is nothing to file.",
    "document-is-letter": "A letter of ours keeps its title and its date. Write a new draft.",
    "document-not-opened": (
        "{name} is of a kind that is not opened from here, because it could run. Save a copy."
    ),
    "document-too-large": (
        "{name} has {size} MB. A document can have at most {limit} MB; file it elsewhere and note "
        "the place."
    ),
    "document-untitled": "Give the document a title.",
    "document-unknown": "There is no document “{ref}”.",
    "appeal-before-decision": "The decision was not sent before {day}; an appeal comes after it.",
    "appeal-none": "The end of this case gave no right of appeal.",
    "appeal-received": "An appeal was received already, on {day}.",
    "appeal-unanswered": (
        "No procedure of ours answers an appeal to {to}. Enter it on the timeline."
    ),
    "applicant-unnamed": "Give the name of the applicant.",
    "agreed-day-earlier": (
        "An agreed day cannot lie before {legal}, the last day by law. Give that day or a "
        "later one."
    ),
    "calendar-empty": "{path} has no all-day events, so there are no days to take in.",
    "calendar-of-cases-only": (
        "A calendar is written of cases: all that are open, or one with --where ref=CA12."
    ),
    "calendar-too-large": "{path} is larger than 5 MB; a calendar of days off never is.",
    "calendar-unreadable": "{path} is not a calendar file. Export the days as iCalendar (.ics).",
    "case-days-too-long": (
        "{last} lies too long after {first}: {rule} allows {allowed} at the latest."
    ),
    "case-days-too-short": (
        "{last} lies too soon after {first}: {rule} allows {allowed} at the earliest."
    ),
    "case-is-closed": "“{title}” is closed. Open it again before you change it.",
    "area-team-none": "The register belongs to no area team, so no address can be kept.",
    "address-incomplete": "An address needs its first line.",
    "case-is-open": "The case is open already.",
    "case-without-applicant": "The case has no applicant: it is about a contract.",
    "case-with-itself": "A case cannot be tied to itself.",
    "case-template-unknown": "There is no template “{template}”. There are {known}.",
    "category-unknown": "There is no category “{value}”. There are {known}.",
    "clock-is-statutory": (
        "{rule} is a date fixed by law; nothing stops it, so it cannot be paused."
    ),
    "clock-is-timer": "{rule} is a timer; it is worked out with its pauses.",
    "clock-not-extendable": "{rule} does not allow another day to be agreed.",
    "clock-rule-not-in-force": (
        "{rule} was not in force on {day}. Enter the day by hand, with its reason."
    ),
    "visit-without-patients": "A visit is to one patient at least.",
    "visit-before-notice": "The visit lies before its notice of {given}.",
    "clock-rule-without-number": "{rule} states no number that an amount could be set against.",
    "clock-rule-undated": "{rule} leads to no day.",
    "clock-rule-unknown": "There is no rule called “{rule}”.",
    "closed-later": "A case cannot be closed on {day}, which has not come yet.",
    "comment-needed": "“{outcome}” needs a comment that says why.",
    "date-unknown": "This case asks for no day called “{date}”. It asks for {known}.",
    "decision-needed": "Say what was decided.",
    "decision-not-delegated": "{role} may not decide this. It is for: {wanted}.",
    "decision-role-needed": "Say who decided. It is for: {wanted}.",
    "done-later": "A step cannot be done on {day}, which has not come yet.",
    "evidence-needed": "Say what shows it: {what} needs evidence, such as a letter with its date.",
    "duration-unreadable": (
        "“{value}” is no length of time. Give hours such as 1.5, 1h30 or 1:30, or minutes such as "
        "45m."
    ),
    "hours-ahead": "Time cannot have been spent on {day}, which has not come yet.",
    "hours-before-case": "The case was received on {received}; {day} lies before it.",
    "hours-none": "“{value}” is no time at all. Give one minute or more.",
    "hours-of-day-full": (
        "{there} are entered for this person on {day} already; with this it would be more than 24 "
        "hours."
    ),
    "hours-over-a-day": (
        "“{value}” is more than the 24 hours of a day.[ For minutes write {meant}.]"
    ),
    "hours-nobody": "Say who spent the time.",
    "hours-person-needed": "Say who spent the time, with --by NAME.",
    "hours-twice": "Enter time, correct an entry or remove one: one of them at a time.",
    "hours-length-needed": "Say how long, such as 1.5, 1h30 or 45m.",
    "entry-unknown": "The case has no note {entry} on its timeline.",
    "hours-unknown": "The case has no entry {entry} of time spent.",
    "rate-confidence": "How sure an estimate is lies between 1 and 99 per cent; {value} does not.",
    "rate-not-set": "No rate of staff begins on {day}.",
    "rate-source-needed": "Say where the rate is from, such as the pay bill or the finance team.",
    "rate-unreadable": "“{value}” is no rate. Give pounds an hour such as 38.50, at most {most}.",
    "label-needed": "Give the step a name.",
    "letter-ask-unknown": "The letter asks for no “{field}”. It asks for {known}.",
    "letter-went-out": "“{title}” went out on {day} already. Write it anew to send another.",
    "letter-not-draft": "“{title}” is not a draft, so it cannot be sent.",
    "letter-unfilled": "The letter still needs: {detail}. Nothing was written.",
    "letter-unknown": "There is no letter “{letter}”. There are {known}.",
    "not-paused": "The clock of “{label}” is not standing still.",
    "days-backwards": "{last} lies before {first}.",
    "outcome-asks-no": "This outcome does not ask for “{field}”. It asks for: {known}.",
    "outcome-day-missing": (
        "“{outcome}” sets a day on the contract that the case does not have yet: {date}."
    ),
    "outcome-value-missing": (
        "“{outcome}” puts the value of the case on the contract, and the case has none yet."
    ),
    "outcome-unknown": "There is no outcome “{outcome}”. There are {known}.",
    "pause-backwards": "The pause that begins on {first} ends before it begins.",
    "pause-before-start": "A pause cannot begin before the clock does, on {start}.",
    "pause-in-future": "A pause cannot begin on {first}, which has not come yet.",
    "pause-not-allowed": "“{reason}” does not stop this clock. What the rule allows: {allowed}.",
    "pause-unknown": "The clock of “{label}” has no pause that begins on {first}.",
    "pauses-overlap": "Another pause still runs on {first}. End it first, or change its days.",
    "procedure-not-of-applicants": (
        "“{procedure}” is not for somebody who applies; choose the contract it is about."
    ),
    "procedure-not-of-contracts": "“{procedure}” is not about a contract; say who applies.",
    "procedure-of-other-subjects": "“{procedure}” is not for a case such as that of {name}.",
    "procedure-of-another-group": "“{procedure}” is not for contracts such as {name}.",
    "procedure-file-wrong": "The procedure is not taken in. {faults}.",
    "procedure-not-newer": (
        "{procedure} is here in version {there} already; the file has version {version}."
    ),
    "procedure-unreadable": "{path} is not the file of a procedure.",
    "procedure-unknown": "There is no procedure “{procedure}”. There are {known}.",
    "reason-needed": "Give the reason: you are about to {what}.",
    "reason-unknown": "“{reason}” is not one of the reasons: {known}.",
    "received-later": "The day of receipt cannot be {day}, which has not come yet.",
    "printer-missing": "A PDF cannot be made here. Write the report with the ending .html.",
    "report-format": "{file} must end in .pdf or .html, which says what is written.",
    "role-unknown": "There is no role “{role}”. There are {known}.",
    "sent-later": "A letter cannot have gone out on {day}, which has not come yet.",
    "step-unknown": "There is no step “{step}”. There are {known}.",
    "step-waits": "{why} Until then “{label}” must wait.",
    "step-without-letter": "“{label}” sends no letter. These steps do: {known}.",
    "step-without-clock": "“{label}” has no clock that runs.",
    "target-too-small": "A target is at least 1.",
    "template-field-unknown": (
        "{file} asks for “{field}”, which no letter has. Correct the name in Word."
    ),
    "template-links-out": (
        "{file} draws on something outside the file, such as a linked picture. Put it into the "
        "file in Word."
    ),
    "template-not-own": "“{letter}” is on the template that comes with the program already.",
    "template-not-plain": (
        "{file} does more than name fields and go through lists ({line}). Take that out in Word."
    ),
    "template-unreadable": "{file} cannot be used as a letter template[: {reason}].",
    "contract-has-cases": (
        "Cases, documents or other entries name the contract, {count} in all, so it stays on "
        "record. Give it an end instead."
    ),
    "verb-case-closed": "The case is closed. Open it again first.",
    "verb-contract-over": "The contract is {status} already; there is nothing to give notice of.",
    "verb-no-clock": "No clock runs for this step.",
    "verb-no-pause-allowed": "Nothing stops this clock: its rule allows no pause.",
    "verb-no-pauses": "This step has no pause.",
    "verb-no-step": "No step is chosen.",
    "verb-not-agreed": "Its rule does not let both sides agree another day.",
    "verb-not-paused": "The clock is not standing still.",
    "verb-notice-given": "Notice was given on {day}. Change that day in its place.",
    "verb-paused": "The clock stands still already. Go on first.",
    "verb-step-open": "The step is neither done nor skipped.",
    "verb-step-over": "The step is done or skipped. Take that back first.",
    "verb-step-waits": "{why} Until then it must wait.",
    "text-needed": "There is nothing written to enter.",
    "own-day-far": "{day} lies outside the years 2000 to 2050.",
    "own-day-known": "{day} is a day off already: {name}.",
    "own-day-reason": "Say why nobody works on {day}.",
    "own-day-unknown": "{day} is not a day off of this office, so it cannot be taken away.",
    "own-day-weekend": "{day} falls on a weekend, when nobody works anyway.",
    "rule-has-no-figure": "{rule} has no figure to set. It can be confirmed with a source.",
    "rule-is-confirmed": (
        "{rule} was read in {regulation}, so its figure stands and is not set here."
    ),
    "rule-not-set": "Nothing was set or confirmed here for {rule} from {day}.",
    "rule-number-wrong": "“{value}” is no figure for {rule}. Give a number such as 28.",
    "rule-source-needed": (
        "Say where the figure of {rule} is from, such as the regulation and its paragraph."
    ),
    "rule-unit-wrong": "{rule} cannot be counted in “{value}”. It can be counted in {known}.",
}
