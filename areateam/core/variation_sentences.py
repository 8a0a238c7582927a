"""What the user reads about variation: one sentence or two for each code."""

VARIATION_SENTENCES = {
    "indicator-unknown": "There is no indicator “{indicator}”. There are {known}.",
    "indicator-level": "{label} is not compared by {level}. It can be compared by {known}.",
}
