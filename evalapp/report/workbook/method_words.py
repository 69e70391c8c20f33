"""The form's policies and rules as sentences."""

from evalapp.base.i18n import _
from evalapp.form.model import Form, Index, Policy, Profile
from evalapp.form.tree import Tree
from evalapp.report.figures import written
from evalapp.report.item_words import cohort_word, veto_word
from evalapp.report.words import status_word
from evalapp.score.aggregate import not_applicable_policies
from evalapp.score.results import Results


def steps_of_work(tree: Tree) -> list[str]:
    """The way from an answer to a rank, a sentence a step."""
    form = tree.form
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
        ).format(full=written(form.head.full_score)),
        *_whole(tree),
        _(
            "Ranks and grades compare totals rounded {compared}; rank = {ties}. Equal totals share a rank."
        ).format(compared=compared, ties=ties),
        _("Nothing is rounded on the way. Display is half-up to {n} decimals.").format(
            n=form.policy.decimals
        ),
    ]


def _whole(tree: Tree) -> list[str]:
    """How the total is formed from the score of the whole and what stands beside it."""
    full, policy = written(tree.form.head.full_score), tree.form.policy
    parts = {leaf.part for leaf in tree.leaves}
    lines = []
    if policy.normalise is not None:
        lines.append(_("The scores of the whole are then {rule}.").format(rule=cohort_word(policy.normalise)))
    if not parts & {"bonus", "penalty"}:
        return [*lines, _("Total = score of the whole / 100 × {full}.").format(full=full)]
    lines.append(
        _("Base = score of the whole / 100 × {full}, less the penalty points, not below {floor}.").format(
            full=full, floor=written(policy.floor)
        )
        if "penalty" in parts
        else _("Base = score of the whole / 100 × {full}.").format(full=full)
    )
    return [*lines, _("Total = base + bonus points.")] if "bonus" in parts else lines


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
                    share=written(100 * policy.min_coverage)
                ),
            )
        )
    if policy.floor:
        lines.append(
            (_("Floor"), _("The base is never below {points}.").format(points=written(policy.floor)))
        )
    if policy.cap is not None:
        lines.append((_("Cap"), _("A total is never above {points}.").format(points=written(policy.cap))))
    if policy.fail_below is not None:
        lines.append(
            (
                _("Pass line"),
                _("Below {points} points a unit fails; it keeps its points and its rank.").format(
                    points=written(policy.fail_below)
                ),
            )
        )
    lines += _parts_lines(form, policy)
    if form.units.within:
        lines.append(
            (
                _("Cohorts"),
                _("Units are ranked inside each value of “{column}”.").format(column=form.units.within),
            )
        )
    lines.append((_("Differences"), _resolve_words(policy.resolve, policy.tolerance)))
    return lines


def _parts_lines(form: Form, policy: Policy) -> list[tuple[str, str]]:
    """The rules about bonus and veto parts, where the form has such."""
    parts = {item.part for item in form.items}
    lines = []
    if "bonus" in parts and policy.bonus.cap is not None:
        most = written(policy.bonus.cap)
        lines.append(
            (_("Bonus"), _("All bonus items together add at most {points} points.").format(points=most))
        )
    if "bonus" in parts and policy.bonus.gate:
        lines.append(
            (
                _("Bonus gate"),
                _("Bonus points count only where this holds: {condition}").format(
                    condition=policy.bonus.gate
                ),
            )
        )
    if "veto" in parts:
        lines.append(
            (
                _("Veto"),
                _("A hit on a veto item: {effect}, unless the item says otherwise.").format(
                    effect=veto_word(policy.veto)
                ),
            )
        )
    return lines


def profile_words(profile: Profile) -> str:
    """The weights of a profile."""
    return _(", ").join(f"{code} {written(weight)}" for code, weight in profile.weights.items())


def index_words(index: Index) -> str:
    """What an index is formed from."""
    if index.value:
        return index.value
    weights = _(", ").join(f"{code} {written(weight)}" for code, weight in index.items.items())
    return _("mean of the scores by these weights: {weights}").format(weights=weights)


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
            n=written(tolerance)
        )
    if resolve == "first":
        return _("Of two answers at most {n} score points apart the first assessor's counts.").format(
            n=written(tolerance)
        )
    return _("Answers that differ are decided by a coordinator.")


def reweighted(results: Results, most: int) -> list[tuple[int, int, str, str]]:
    """Leaves that were not answered: unit, node, state in words, what was done; at most ``most``."""
    policies = not_applicable_policies(results.tree)
    policy = results.tree.form.policy
    found: list[tuple[int, int, str, str]] = []
    for unit in range(len(results.roster)):
        for leaf in results.tree.leaves:
            state = results.node_status_of(unit, leaf.index)
            if state in ("answered", "not_found", "") or not results.weight_of(unit, leaf.index):
                continue
            if state == "not_applicable":
                done = applicable_words(policies[leaf.index])
            else:
                done = _missing_words(policy.unanswered if state == "blank" else policy.unable)
            found.append((unit, leaf.index, status_word(state), done))
            if len(found) >= most:
                return found
    return found
