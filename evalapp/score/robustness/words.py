"""What was varied and how, and why a figure is missing, in the language in force."""

from collections.abc import Iterator

from evalapp.base.i18n import _, ngettext
from evalapp.base.numbers import from_float
from evalapp.score.robustness.coherence import Why
from evalapp.score.robustness.one_out import Why as WhyOut
from evalapp.score.robustness.plan import ALL_LEVELS, SPREAD, read_weights
from evalapp.score.robustness.summary import Factors, Robustness

_SOME = 12


def options_text(found: Robustness) -> str:
    """The options of the command line that repeat a run."""
    factors = found.factors
    parts = [f"--draws {found.draws} --seed {found.seed}"]
    if factors.weights:
        parts.append(f"--weights {factors.weights}")
    if factors.aggregation:
        parts.append(f"--aggregation {','.join(factors.aggregation)}")
    if factors.normalisation:
        parts.append(f"--normalisation {','.join(factors.normalisation)} --normalise {factors.scope}")
    if factors.assessors:
        parts.append("--assessors")
    level = factors.level if factors.weights else found.compared_level
    return " ".join((*parts, f"--level {level or 'all'} --top {found.top_asked}"))


def method_lines(found: Robustness) -> tuple[str, ...]:
    """What was done, a sentence or two a line, with the sources of the methods."""
    return tuple(_lines(found))


def _lines(found: Robustness) -> Iterator[str]:
    factors = found.factors
    yield _("{draws} draws, seed {seed} (random numbers: PCG64 of NumPy {version}).").format(
        draws=found.draws, seed=found.seed, version=found.numpy
    )
    yield from _varied(factors)
    yield _("Whatever is not named here stands as in the results.")
    yield _(
        "Median, 5 % and 95 %: the best rank with at least half, a twentieth, 19 twentieths of the draws at it or before it. "
        "Mean shift: the mean over units and draws of the distance between a draw's rank and the rank (Saisana, Saltelli & "
        "Tarantola 2005)."
    )
    yield _(
        "An item left out has weight 0 for every unit; the others of its group take over what it weighed."
    )
    yield _(
        "α: Cronbach (1951), by the scores of units that have one in every leaf. Influence: the squared correlation with the "
        "total (Paruolo, Saisana & Saltelli 2013), as a share of their sum (Becker & others 2017)."
    )
    yield _(
        "Handbook: OECD & JRC, Handbook on Constructing Composite Indicators (2008), step 7. Details: docs/robustness.md."
    )


def _varied(factors: Factors) -> Iterator[str]:
    if factors.weights:
        yield _weights(factors)
    if factors.aggregation:
        yield _("Aggregation: each draw takes one of {means}, in every group and in the total.").format(
            means=_(", ").join(factors.aggregation)
        )
    if factors.normalisation:
        yield ngettext(
            "Normalisation: each draw takes one of {rules} for {n} item: {items}.",
            "Normalisation: each draw takes one of {rules} for {n} items: {items}.",
            len(factors.normalised),
        ).format(
            rules=_(", ").join(factors.normalisation),
            n=len(factors.normalised),
            items=_(", ").join(factors.normalised[:_SOME]) + ("…" if len(factors.normalised) > _SOME else ""),
        )
        if "zscore" in factors.normalisation:
            yield _(
                "Z-scores have mean 50 and standard deviation {sd}, that of scores spread evenly over 0…100."
            ).format(sd=from_float(round(SPREAD, 2)))
    if factors.assessors:
        yield ngettext(
            "Assessors: {n} cell with differing signed-off answers takes one of them in each draw.",
            "Assessors: {n} cells with differing signed-off answers take one of them in each draw, each by itself.",
            factors.cells,
        ).format(n=factors.cells)


def _weights(factors: Factors) -> str:
    change, everywhere = read_weights(factors.weights), factors.level == ALL_LEVELS
    if change.kind == "dirichlet":
        sentence = (
            _(
                "Weights at every level: in each group drawn from a Dirichlet distribution of concentration {amount}, whose "
                "means are the weights in force."
            )
            if everywhere
            else _(
                "Weights at level {level}: in each group drawn from a Dirichlet distribution of concentration {amount}, whose "
                "means are the weights in force."
            )
        )
        return sentence.format(level=factors.level, amount=from_float(change.amount))
    sentence = (
        _(
            "Weights at every level: each is multiplied by a number drawn evenly from {low} to {high}; then each group is "
            "brought back to its sum."
        )
        if everywhere
        else _(
            "Weights at level {level}: each is multiplied by a number drawn evenly from {low} to {high}; then each group is "
            "brought back to its sum."
        )
    )
    return sentence.format(
        level=factors.level, low=from_float(1 - change.amount), high=from_float(1 + change.amount)
    )


def why_not_without(why: WhyOut) -> str:
    """Why ranks without an item cannot be compared, as a sentence."""
    match why:
        case "nobody":
            return _("No unit has a rank both with it and without it.")
        case "negative":
            return _("Without it, scores below 0 would stand in a geometric or harmonic mean.")
        case _:
            return ""


def why_sentence(why: Why) -> str:
    """Why a figure is missing, or means nothing, as a sentence."""
    match why:
        case "few_units":
            return _("Fewer than three units have all of these scores.")
        case "few_items":
            return _("There is only one item: nothing to be consistent with.")
        case "constant":
            return _("All units have the same score: there is no variance.")
        case "negative":
            return _("Below 0: the items run against each other, so this measures no consistency.")
        case _:
            return ""
