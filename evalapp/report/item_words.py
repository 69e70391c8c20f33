"""How an item counts, as a phrase or two: its part, the rule from values to scores, roll-ups, comparison, vetoes."""

from evalapp.base.i18n import _, ngettext
from evalapp.form.cohort_rules import Best, CohortRule, Distance, Minmax, Percentile, RankOrder, Zscore
from evalapp.form.label import say
from evalapp.form.model import Grade, Rollup, Veto
from evalapp.form.rules import Linear, Rule, Steps, Target
from evalapp.form.scales import (
    Binary,
    Checklist,
    Count,
    Deductions,
    Derived,
    Imported,
    Number,
    Options,
    Rate,
    Rounds,
    Scale,
)
from evalapp.form.tree import Node, Tree
from evalapp.report.figures import written


def scale_word(scale: Scale) -> str:
    """The kind of a scale."""
    match scale:
        case Binary():
            return _("yes or no")
        case Options():
            return _("one of {n} options").format(n=len(scale.options))
        case Checklist():
            return ngettext("{n} fact to tick", "{n} facts to tick", len(scale.ticks)).format(
                n=len(scale.ticks)
            )
        case Count():
            return _("number of occurrences")
        case Number():
            return _("measured number")
        case Rate():
            return _("rate n/d")
        case Deductions():
            return ngettext(
                "{n} finding that costs points", "{n} findings that cost points", len(scale.kinds)
            ).format(n=len(scale.kinds))
        case Imported():
            return _("score from elsewhere, 0 to {most}").format(most=written(scale.max))
        case Rounds():
            return _("{n} rounds, at least {needed}: {scale}").format(
                n=scale.n, needed=scale.needed, scale=scale_word(scale.one)
            )
        case Derived():
            return _("computed from other answers")
        case _:
            return _("text, not scored")


def how_it_counts(tree: Tree, node: Node, language: str) -> str:
    """Everything about an item that its weight and its scale do not say; "" for a plain one."""
    item = node.item
    parts = [_part(node)]
    if node.scale is not None:
        parts += [_formula(node.scale), rule_word(node.scale), _findings(node.scale, language)]
    if item.rollup is not None:
        parts.append(rollup_word(item.rollup))
    if item.normalise is not None:
        parts.append(_("its scores then {rule}").format(rule=cohort_word(item.normalise)))
    if item.cap is not None and node.part == "bonus":
        parts.append(_("at most {points} points").format(points=written(item.cap)))
    if node.part == "veto" and (node.is_leaf or item.veto is not None):
        parts.append(_("a hit: {effect}").format(effect=veto_word(tree.veto_of(node))))
    return _("; ").join(part for part in parts if part)


def _part(node: Node) -> str:
    if node.part == "bonus":
        if not node.is_leaf:
            return _("bonus, added to the base")
        return _("bonus of up to {points} points").format(points=written(node.worth))
    if node.part == "penalty":
        if not node.is_leaf:
            return _("penalty, taken from the base")
        return _("penalty of up to {points} points").format(points=written(node.worth))
    return {"veto": _("veto"), "note": _("note, not scored")}.get(node.part, "")


def _formula(scale: Scale) -> str:
    return scale.value if isinstance(scale, Derived) else ""


def _findings(scale: Scale, language: str) -> str:
    """What each finding costs, in points of the scale."""
    if isinstance(scale, Rounds):
        return _findings(scale.one, language)
    if not isinstance(scale, Deductions):
        return ""
    costs = []
    for kind in scale.kinds:
        words = {
            "finding": say(kind.label, language) or kind.id,
            "each": written(kind.each),
            "most": written(kind.cap or 0.0),
        }
        line = (
            _("{finding} −{each} each") if kind.cap is None else _("{finding} −{each} each, at most −{most}")
        )
        cost = line.format(**words)
        costs.append(_("{cost}, taken alone").format(cost=cost) if kind.sole else cost)
    return _("of {points} points: {costs}").format(points=written(scale.points), costs=_(", ").join(costs))


def rule_word(scale: Scale) -> str:
    """How values become scores; "" where the scale's own points or shares say so."""
    if isinstance(scale, Rounds):
        return rule_word(scale.one)
    rule = scale.rule
    if rule is None:
        return ""
    words = _by(rule)
    turned = rule.direction == "lower" and not isinstance(rule, Steps | Linear)
    return _("{rule}, lower values being better").format(rule=words) if turned else words


def _by(rule: Rule) -> str:
    match rule:
        case Steps():
            more = _("{x} or more: {points}") if rule.direction == "higher" else _("{x} or less: {points}")
            best_first = sorted(rule.at, key=lambda step: -step[1])
            steps = [more.format(x=written(x), points=written(points)) for x, points in best_first]
            return _("points by steps ({steps}, otherwise 0)").format(steps=_(", ").join(steps))
        case Linear():
            return _("in proportion from {start} (nothing) to {end} (full marks)").format(
                start=written(rule.start), end=written(rule.end)
            )
        case Target():
            return _("in proportion to the target {target}").format(target=written(rule.target))
        case _:
            return _over_all(rule)


def _over_all(rule: CohortRule) -> str:
    match rule:
        case Minmax():
            return _("from the lowest to the highest of all units, {low} to {high}").format(
                low=written(rule.range[0]), high=written(rule.range[1])
            )
        case Best():
            return _("in proportion to the best of all units")
        case Zscore():
            return _("by standard deviations from the mean of all units: {mean} + {sd} × z").format(
                mean=written(rule.mean), sd=written(rule.sd)
            )
        case RankOrder():
            return _("by the place among all units, the last being 1")
        case Percentile():
            return _("by the place among all units, {low} to {high}").format(
                low=written(rule.range[0]), high=written(rule.range[1])
            )
        case Distance():
            return _("from the worst of all units to the target {target}").format(target=written(rule.target))


def rollup_word(rollup: Rollup) -> str:
    """How an item is formed from those of the sub-units."""
    how = {
        "mean": _("the mean"),
        "sum": _("the sum"),
        "min": _("the lowest"),
        "max": _("the highest"),
        "any": _("a hit in any"),
        "pooled": _("the pooled rate"),
    }[rollup.take]
    words = (
        _("{how} of the values of its “{kind}”")
        if rollup.of == "value"
        else _("{how} of the scores of its “{kind}”")
    )
    return words.format(how=how, kind=rollup.kind)


def veto_word(veto: Veto) -> str:
    """What a hit does."""
    points = written(veto.points or 0.0)
    return {
        "fail": _("the unit fails, without points and rank"),
        "zero": _("the total is 0"),
        "fixed": _("the total is {points}").format(points=points),
        "cap": _("the total is at most {points}").format(points=points),
        "item": _("its group gets 0"),
    }[veto.effect]


def counts_word(scale: Scale, language: str) -> str:
    """How values of a scale become scores: its rule and what its findings cost; "" where its own points say so."""
    return _("; ").join(part for part in (rule_word(scale), _findings(scale, language)) if part)


def cohort_word(rule: CohortRule) -> str:
    """How values of all units are put in relation to each other."""
    words = _over_all(rule)
    return _("{rule}, lower values being better").format(rule=words) if rule.direction == "lower" else words


def grade_word(grade: Grade) -> str:
    """How a grade is drawn."""
    if grade.min is not None:
        rule = _("at least {x} points").format(x=written(grade.min))
    elif grade.above is not None:
        rule = _("more than {x} points").format(x=written(grade.above))
    elif grade.top is not None:
        rule = _("the best {x} %").format(x=written(100 * grade.top))
    elif grade.sd is not None:
        rule = _("at least mean + {x} standard deviations").format(x=written(grade.sd))
    else:
        rule = _("who fails") if grade.fail else _("who passes") if grade.passed else _("all others")
    return _("{rule}; and who fails").format(rule=rule) if grade.fail and line_given(grade) else rule


def line_given(grade: Grade) -> bool:
    """Whether a number draws the grade's line."""
    return any(number is not None for number in (grade.min, grade.above, grade.top, grade.sd))
