"""The form's policies and rules as sentences."""

from math import isnan

from evalapp.base.i18n import _
from evalapp.base.numbers import display
from evalapp.form.model import Form, Grade
from evalapp.form.scales import Binary, Checklist, Count, Number, Options, Rate, Scale
from evalapp.report.words import status_word
from evalapp.score.aggregate import not_applicable_policies
from evalapp.score.results import Results


def steps_of_work(form: Form) -> list[str]:
    """The way from an answer to a rank, a sentence a step."""
    decimals = form.policy.rank_decimals
    compared = _("to 9 decimals") if decimals is None else _("half-up to {n} decimals").format(n=decimals)
    ties = (
        _("1 + the number of better units")
        if form.policy.rank_ties == "competition"
        else _("1 + the number of better values")
    )
    return [
        _("Each leaf is scored from 0 to 100 by its scale; 100 is full marks. “Not found” scores 0."),
        _(
            "The score of a group is the mean of its children's scores by their weights; the whole is formed likewise."
        ),
        _(
            "Points = score / 100 × nominal weight. Nominal weights add up to the full score of {full}."
        ).format(full=_plain(form.head.full_score)),
        _("Total = score of the whole / 100 × {full}.").format(full=_plain(form.head.full_score)),
        _(
            "Ranks and grades compare totals rounded {compared}; rank = {ties}. Equal totals share a rank."
        ).format(compared=compared, ties=ties),
        _("Nothing is rounded on the way. Display is half-up to {n} decimals.").format(
            n=form.policy.decimals
        ),
    ]


def policy_lines(form: Form) -> list[tuple[str, str]]:
    """The policies in force, label and sentence."""
    policy = form.policy
    lines = [
        (status_word("blank"), _missing_words(policy.unanswered)),
        (status_word("unable"), _missing_words(policy.unable)),
        (status_word("not_applicable"), applicable_words(policy.not_applicable)),
        (
            _("Weights"),
            _("Weights are points and add up.")
            if policy.weights == "points"
            else _("Only the ratios of weights count."),
        ),
    ]
    if policy.min_coverage > 0:
        lines.append(
            (
                _("Coverage"),
                _("A group needs scores for at least {share} % of its applicable children.").format(
                    share=_plain(100 * policy.min_coverage)
                ),
            )
        )
    if policy.floor:
        lines.append((_("Floor"), _("A total is never below {points}.").format(points=_plain(policy.floor))))
    if policy.cap is not None:
        lines.append((_("Cap"), _("A total is never above {points}.").format(points=_plain(policy.cap))))
    if policy.fail_below is not None:
        lines.append(
            (
                _("Pass line"),
                _("Below {points} points a unit fails; it keeps its points and its rank.").format(
                    points=_plain(policy.fail_below)
                ),
            )
        )
    if form.units.within:
        lines.append(
            (
                _("Cohorts"),
                _("Units are ranked inside each value of “{column}”.").format(column=form.units.within),
            )
        )
    lines.append((_("Differences"), _resolve_words(policy.resolve, policy.tolerance)))
    return lines


def _missing_words(rule: str) -> str:
    return {
        "pending": _("The total waits until there is an answer."),
        "zero": _("Counts as 0 with its full weight."),
        "reweight": _("Is left out; the weights of its siblings grow in proportion."),
    }[rule]


def applicable_words(rule: str) -> str:
    """What is done with an item that does not apply."""
    return {
        "reweight": _("Is left out; the weights of its siblings grow in proportion."),
        "equal": _("Is left out; its weight goes to its applicable siblings in equal parts."),
        "rescale": _("Is left out; its weight is taken from all groups above it."),
        "zero": _("Counts as 0 with its full weight."),
        "full": _("Counts as 100 with its full weight."),
    }[rule]


def _resolve_words(resolve: str, tolerance: float) -> str:
    if resolve == "average":
        return _("Two answers at most {n} score points apart are averaged; all others are decided.").format(
            n=_plain(tolerance)
        )
    if resolve == "first":
        return _("Of two answers at most {n} score points apart the first assessor's counts.").format(
            n=_plain(tolerance)
        )
    return _("Answers that differ are decided by a coordinator.")


def rule_words(grade: Grade) -> str:
    """How a grade is drawn."""
    if grade.min is not None:
        rule = _("at least {x} points").format(x=_plain(grade.min))
    elif grade.above is not None:
        rule = _("more than {x} points").format(x=_plain(grade.above))
    elif grade.top is not None:
        rule = _("the best {x} %").format(x=_plain(100 * grade.top))
    elif grade.sd is not None:
        rule = _("at least mean + {x} standard deviations").format(x=_plain(grade.sd))
    else:
        rule = _("who fails") if grade.fail else _("all others")
    return _("{rule}; and who fails").format(rule=rule) if grade.fail and line_given(grade) else rule


def line_given(grade: Grade) -> bool:
    """Whether a number draws the grade's line."""
    return any(number is not None for number in (grade.min, grade.above, grade.top, grade.sd))


def scale_word(scale: Scale) -> str:
    """The kind of a scale."""
    match scale:
        case Binary():
            return _("yes or no")
        case Options():
            return _("one of {n} options").format(n=len(scale.options))
        case Checklist():
            return _("{n} facts to tick").format(n=len(scale.ticks))
        case Count():
            return _("number of occurrences")
        case Number():
            return _("measured number")
        case Rate():
            return _("rate n/d")
        case _:
            return _("text, not scored")


def reweighted(results: Results, most: int) -> list[tuple[int, int, str, str]]:
    """Leaves that were not answered: unit, node, state in words, what was done; at most ``most``."""
    policies = not_applicable_policies(results.tree)
    policy = results.tree.form.policy
    found: list[tuple[int, int, str, str]] = []
    for unit in range(len(results.roster)):
        for leaf in results.tree.leaves:
            state = results.node_status_of(unit, leaf.index)
            if not leaf.nominal or state in ("answered", "not_found", ""):
                continue
            if state == "not_applicable":
                done = applicable_words(policies[leaf.index])
            else:
                done = _missing_words(policy.unanswered if state == "blank" else policy.unable)
            found.append((unit, leaf.index, status_word(state), done))
            if len(found) >= most:
                return found
    return found


def _plain(x: float) -> str:
    """A number without needless zeros."""
    if isnan(x):
        return ""
    text = display(x, 6)
    return text.rstrip("0").rstrip(".") if "." in text else text
