"""A comparison with other units in numbers."""

from evalapp.base.i18n import _, ngettext
from evalapp.form.cohort_rules import Minmax, Percentile, RankOrder, Zscore
from evalapp.report.figures import plain
from evalapp.report.item_words import cohort_word
from evalapp.score.explain.cohort import Compared


def compared_lines(found: Compared) -> list[str]:
    """With whom a value was compared, and what the rule made of it."""
    words = {
        "value": plain(found.value),
        "n": found.n,
        "within": found.within,
        "low": plain(found.low),
        "high": plain(found.high),
        "mean": plain(found.mean),
        "deviation": plain(found.deviation),
        "rule": cohort_word(found.rule),
    }
    if found.n == 1:
        lines = [_("{value} is the only value that there is to compare: {rule}.").format(**words)]
    elif found.within:
        lines = [
            ngettext(
                "{value} was compared with {n} value among {within}, from {low} to {high} (mean {mean}): {rule}.",
                "{value} was compared with {n} values among {within}, from {low} to {high} (mean {mean}): {rule}.",
                found.n,
            ).format(**words)
        ]
    else:
        lines = [
            ngettext(
                "{value} was compared with {n} value, from {low} to {high} (mean {mean}): {rule}.",
                "{value} was compared with {n} values, from {low} to {high} (mean {mean}): {rule}.",
                found.n,
            ).format(**words)
        ]
    if found.equal == found.n and isinstance(found.rule, Minmax | Percentile):
        equal = found.rule.range[1] if found.rule.if_equal is None else found.rule.if_equal
        lines.append(_("Where all are equal, the score is {score}.").format(score=plain(equal)))
    elif isinstance(found.rule, Zscore):
        lines.append(_("The standard deviation is {deviation}.").format(**words))
    elif isinstance(found.rule, RankOrder | Percentile):
        lines.append(
            _("{worse} are worse, {equal} equal, itself among them.").format(
                worse=found.worse, equal=found.equal
            )
        )
    return lines
