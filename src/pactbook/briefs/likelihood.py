"""How likely an event is, in the words of ICD 203."""

WORDS = (  # where two words meet, the one nearer to an even chance holds
    (0.05, "almost no chance"),
    (0.20, "very unlikely"),
    (0.45, "unlikely"),
)
EVEN = "roughly even chance"
UPPER_WORDS = (
    (0.95, "almost certain"),
    (0.80, "very likely"),
    (0.55, "likely"),
)


def word(probability: float) -> str:
    """The word for a probability (docs/methodology.md, "Likelihood").

    Args:
        probability: 0 to 1; the ends count as "almost no chance" and "almost certain".

    Raises:
        ValueError: if it is none.

    Reference: Intelligence Community Directive 203, *Analytic Standards* (2015).
    """
    if not 0 <= probability <= 1:
        raise ValueError(f"{probability!r} is no probability from 0 to 1")
    for limit, name in WORDS:
        if probability < limit:
            return name
    for limit, name in UPPER_WORDS:
        if probability > limit:
            return name
    return EVEN
