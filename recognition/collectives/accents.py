"""The dyes a collective may choose for its threads and portraits: those of the badges."""

ACCENTS = (
    "pastel",
    "garance",
    "gaude",
    "sarrette",
    "orseille",
    "safran",
    "noyer",
    "sarcelle",
)
