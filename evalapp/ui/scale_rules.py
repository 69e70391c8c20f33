"""How a scale turns an answer into points, in one line: what stands under an editor that shows no options."""

from collections.abc import Callable

from msgspec import structs

from evalapp.base.i18n import _, current_language
from evalapp.form.cohort_rules import Best, CohortRule, Distance, Minmax, Percentile, RankOrder, Zscore
from evalapp.form.label import say
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
from evalapp.ui.widgets.words import number_text, points_text, sentences

_EXACT = 9
_NO_BREAK = "\N{NO-BREAK SPACE}"


def points_of(node: Node, scale: Scale, points: float) -> float | None:
    """Points on the scale as points of the full score; None where the item has none."""
    full = node.full_marks
    return None if full is None else full * points / (scale.maximum() or 1.0)


def rule_words(node: Node) -> str:
    """Which value earns how many points; "" where the options, the ticks or the findings say so themselves."""
    scale = node.scale
    if isinstance(scale, Rounds):
        of_one = rule_words(structs.replace(node, scale=scale.one))
        return sentences(_by_rounds(scale), of_one)
    if node.full_marks is None or scale is None:
        return ""
    if scale.rule is not None:
        return _by_rule(node, scale, scale.rule)
    match scale:
        case Count():
            return _by_count(node, scale)
        case Checklist():
            capped = scale.cap is not None and sum(tick.points for tick in scale.ticks) > scale.cap
            return _("At most {points} in all.").format(points=points_text(_full(node))) if capped else ""
        case Number() | Derived():
            return _by_line(node, scale, 0.0, scale.max or 1.0)
        case Imported():
            return _by_line(node, scale, 0.0, scale.max)
        case Rate():
            return _by_line(node, scale, 0.0, 100.0)
        case Deductions():
            most = _most_taken(node, scale)
            plain = node.part == "base" and scale.floor == 0
            return "" if plain else _("At most {points} are taken.").format(points=points_text(most))
        case _:
            return ""


def veto_words(tree: Tree, node: Node) -> str:
    """What a hit on a veto item does; "" for other items."""
    if node.part != "veto":
        return ""
    veto = tree.veto_of(node)
    points = points_text(veto.points or 0.0)
    match veto.effect:
        case "zero":
            return _("The total is then 0.")
        case "fixed":
            return _("The total is then {points}, whatever the rest.").format(points=points)
        case "cap":
            return _("The total is then at most {points}.").format(points=points)
        case "item":
            group = node if node.parent is None else tree.nodes[node.parent]
            title = say(group.item.title, current_language())
            return _("“{code} {title}” then gets 0 points.").format(code=group.code, title=title)
        case _:
            return _("This fails the {object}: no points, no rank.").format(object=object_word(tree))


def object_word(tree: Tree) -> str:
    """What the form evaluates, in a word."""
    return say(tree.form.head.object, current_language()) or _("city")


def hit_words(node: Node) -> str:
    """Which answer to a veto item is a hit; "" for other items."""
    if node.part != "veto":
        return ""
    scale = node.scale.one if isinstance(node.scale, Rounds) else node.scale
    match scale:
        case Binary():
            words = _("“Yes” is a hit.")
        case Count():
            words = _("Any number above 0 is a hit.")
        case Checklist():
            words = _("Any tick is a hit.")
        case Deductions():
            words = _("Any finding is a hit.")
        case Options():
            language = current_language()
            hits = [say(one.label, language) or one.value for one in scale.options if one.veto]
            words = _("These are hits: {options}.").format(options=_(", ").join(hits))
        case Derived():
            words = _("It is a hit where the condition holds.")
        case _:
            words = ""
    if isinstance(node.scale, Rounds) and words:
        return sentences(words, _("One round is enough."))
    return words


def _by_rounds(scale: Rounds) -> str:
    return _("The mean of the rounds; at least {needed} of {n} are needed, a missed one stays empty.").format(
        needed=scale.needed, n=scale.n
    )


def _full(node: Node) -> float:
    return node.full_marks or 0.0


def _most_taken(node: Node, scale: Deductions) -> float:
    """The most that findings can take, in points of the full score."""
    least, most = scale.extremes() or (0.0, 0.0)
    return points_of(node, scale, most - least) or 0.0


def _by_rule(node: Node, scale: Scale, rule: Rule) -> str:
    match rule:
        case Steps():
            return _by_steps(node, scale, rule)
        case Linear():
            return _by_line(node, scale, rule.start, rule.end)
        case Target():
            return _by_target(node, scale, rule)
        case _:
            after = _("Computed by the coordinator, once all have answered.")
            return sentences(_by_cohort(node, scale, rule), after)


def _by_cohort(node: Node, scale: Scale, rule: CohortRule) -> str:
    share = _full(node) / 100
    worst, best = _("lowest"), _("highest")
    if rule.direction == "lower":
        worst, best = best, worst
    words = {"worst": worst, "best": best, "points": points_text(_full(node))}
    match rule:
        case Minmax():
            low, high = rule.range
            return _(
                "Of all cities, the {worst} value earns {low}, the {best} {high}; in proportion between."
            ).format(**words, low=points_text(low * share), high=points_text(high * share))
        case Best():
            return _("The {best} value of all cities earns {points}; others in proportion to it.").format(
                **words
            )
        case Zscore():
            return _(
                "By the distance from the mean of all cities: the mean earns {mean}, a standard deviation better {more}."
            ).format(mean=points_text(rule.mean * share), more=points_text((rule.mean + rule.sd) * share))
        case RankOrder():
            return _(
                "By place among all cities, counted from the {worst} value: the last place scores 1."
            ).format(**words)
        case Percentile():
            low, high = rule.range
            return _(
                "By place among all cities: the {worst} value earns {low}, the {best} {high}, even steps between."
            ).format(**words, low=points_text(low * share), high=points_text(high * share))
        case Distance():
            return _(
                "The {worst} value of all cities earns 0 points, {target} earns {points}; in proportion between."
            ).format(**words, target=_measure(scale)(rule.target))


def _by_steps(node: Node, scale: Scale, rule: Steps) -> str:
    best_first = sorted(rule.at, key=lambda step: -step[1])
    more, less = _("{value} or more: {points}"), _("{value} or less: {points}")
    words = more if rule.direction == "higher" else less
    if isinstance(scale, Checklist):
        words = _("{value} or more ticked: {points}")
    measure, end = _measure(scale), _end(scale, rule)
    steps = [
        (_("{value}: {points}") if value == end else words).format(
            value=measure(value), points=points_text(points_of(node, scale, points) or 0.0)
        )
        for value, points in best_first
    ]
    whole = (step.replace(" ", _NO_BREAK) for step in (*steps, _("otherwise 0 points")))
    return f"{_NO_BREAK}· ".join(whole)


def _end(scale: Scale, rule: Steps) -> float | None:
    """The best value there is, beyond which nothing is better: all of a share, a bound of a number."""
    if rule.direction == "higher":
        return 100.0 if isinstance(scale, Rate) else scale.max if isinstance(scale, Number) else None
    if isinstance(scale, Derived):
        return None
    return scale.min if isinstance(scale, Number) else 0.0


def _by_line(node: Node, scale: Scale, start: float, end: float) -> str:
    measure = _measure(scale)
    return _("{start} earns 0 points, {end} earns {points}; in proportion between.").format(
        start=measure(start), end=measure(end), points=points_text(_full(node))
    )


def _by_target(node: Node, scale: Scale, rule: Target) -> str:
    words = _("{target} or more earns {points}; below it in proportion.")
    if rule.direction == "lower":
        words = _("{target} or less earns {points}; above it in proportion.")
    return words.format(target=_measure(scale)(rule.target), points=points_text(_full(node)))


def _by_count(node: Node, scale: Count) -> str:
    each, most = points_of(node, scale, scale.each) or 0.0, scale.maximum() or 0.0
    if scale.each < 0:
        return _("Each takes {each}, at most {most}.").format(
            each=points_text(-each), most=points_text(points_of(node, scale, most) or 0.0)
        )
    words = {"each": points_text(each), "most": points_text(_full(node))}
    if scale.floor is None:
        return _("Each earns {each}, at most {most}.").format(**words)
    least = points_text(points_of(node, scale, scale.floor) or 0.0)
    return _("Each earns {each}, at most {most}, at least {least}.").format(**words, least=least)


def _measure(scale: Scale) -> Callable[[float], str]:
    """How a value of the scale is written: with its unit, a share in per cent."""
    unit = "%" if isinstance(scale, Rate) else ""
    if isinstance(scale, Number):
        unit = say(scale.unit, current_language())
    return lambda value: f"{number_text(value, _EXACT)} {unit}".rstrip()
