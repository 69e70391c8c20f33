"""A group's mean in numbers, and where the weight of what was left out went."""

from collections.abc import Sequence

from evalapp.base.i18n import _
from evalapp.report.figures import plain, written
from evalapp.report.words import status_word
from evalapp.score.explain.terms import Term


def group_lines(terms: Sequence[Term], aggregation: str, mean: float | None) -> list[str]:
    """The formula of the mean, and a sentence for each child that does not simply count."""
    counted = [term for term in terms if term.counted == "counted" and term.score is not None]
    lines = []
    if counted and mean is not None:
        lines.append(_formula(counted, aggregation, mean))
    for term in terms:
        if term.counted != "counted":
            lines.append(_left_out(term))
            continue
        if term.status == "not_applicable" and term.score is not None:
            lines.append(
                _("{item} does not apply and counts as {score} with its full weight.").format(
                    item=term.code, score=plain(term.score)
                )
            )
        if mean is not None and abs(term.used - term.nominal) > 1e-9:
            lines.append(
                _("{item} weighs {used} instead of {nominal}.").format(
                    item=term.code, used=plain(term.used), nominal=plain(term.nominal)
                )
            )
    return lines


def coverage_line(terms: Sequence[Term], coverage: float) -> str:
    """Why a group has no score although nothing is waited for."""
    applicable = [term for term in terms if term.counted != "left_out"]
    scored = sum(term.counted == "counted" for term in applicable)
    if not scored:
        return _("None of the items that apply has a score.")
    return _("Too few of the items that apply have a score: {scored} of {n}, {share} % are needed.").format(
        scored=scored, n=len(applicable), share=written(100 * coverage)
    )


def _formula(counted: list[Term], aggregation: str, mean: float) -> str:
    total = plain(sum(term.used for term in counted))
    match aggregation:
        case "geometric":
            parts = " × ".join(
                f"{term.code} {plain(term.score or 0.0)}^({plain(term.used)}/{total})" for term in counted
            )
            return f"{parts} = {plain(mean)}"
        case "harmonic":
            parts = " + ".join(
                f"{plain(term.used)} / {term.code} {plain(term.score or 0.0)}" for term in counted
            )
            return f"{total} / ({parts}) = {plain(mean)}"
        case _:
            parts = " + ".join(
                f"{term.code} {plain(term.score or 0.0)} × {plain(term.used)}" for term in counted
            )
            return f"({parts}) / {total} = {plain(mean)}"


def _left_out(term: Term) -> str:
    status = status_word(term.status)
    if term.counted == "pending":
        return _("{item} ({status}) is waited for, and so is everything above it.").format(
            item=term.code, status=status
        )
    if term.counted == "left_out" and term.policy == "equal":
        return _(
            "{item} ({status}) is left out; its weight {weight} goes to the others in equal parts."
        ).format(item=term.code, status=status, weight=plain(term.nominal))
    if term.counted == "left_out" and term.policy == "rescale":
        return _(
            "{item} ({status}) is left out, and its weight {weight} is taken from all groups above."
        ).format(item=term.code, status=status, weight=plain(term.nominal))
    return _("{item} ({status}) is left out; its weight {weight} goes to the others in proportion.").format(
        item=term.code, status=status, weight=plain(term.nominal)
    )
