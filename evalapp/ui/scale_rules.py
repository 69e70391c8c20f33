"""How a scale turns an answer into points, in one line: what stands under an editor that shows no options."""

from collections.abc import Callable

from evalapp.base.i18n import _, current_language
from evalapp.form.label import say
from evalapp.form.rules import Linear, Rule, Steps, Target
from evalapp.form.scales import Checklist, Count, Number, Rate, Scale
from evalapp.form.tree import Node
from evalapp.ui.widgets.words import number_text, points_text

_EXACT = 9
_NO_BREAK = "\N{NO-BREAK SPACE}"


def points_of(node: Node, scale: Scale, points: float) -> float:
    """Points on the scale as points of the full score."""
    return node.nominal * points / (scale.maximum() or 1.0)


def rule_words(node: Node) -> str:
    """Which value earns how many points; "" where the options or the ticks say so themselves."""
    scale = node.scale
    if not isinstance(scale, Checklist | Count | Number | Rate):
        return ""
    if scale.rule is not None:
        return _by_rule(node, scale, scale.rule)
    match scale:
        case Count():
            return _by_count(node, scale)
        case Checklist():
            capped = scale.cap is not None and sum(tick.points for tick in scale.ticks) > scale.cap
            return _("At most {points} in all.").format(points=points_text(node.nominal)) if capped else ""
        case Number():
            return _by_line(node, scale, 0.0, scale.max or 1.0)
        case Rate():
            return _by_line(node, scale, 0.0, 100.0)


def _by_rule(node: Node, scale: Scale, rule: Rule) -> str:
    match rule:
        case Steps():
            return _by_steps(node, scale, rule)
        case Linear():
            return _by_line(node, scale, rule.start, rule.end)
        case Target():
            return _by_target(node, scale, rule)
        case _:
            return _("Scored by comparison with all other cities, once all have answered.")


def _by_steps(node: Node, scale: Scale, rule: Steps) -> str:
    best_first = sorted(rule.at, key=lambda step: -step[1])
    more, less = _("{value} or more: {points}"), _("{value} or less: {points}")
    words = more if rule.direction == "higher" else less
    if isinstance(scale, Checklist):
        words = _("{value} or more ticked: {points}")
    measure, end = _measure(scale), _end(scale, rule)
    steps = [
        (_("{value}: {points}") if value == end else words).format(
            value=measure(value), points=points_text(points_of(node, scale, points))
        )
        for value, points in best_first
    ]
    whole = (step.replace(" ", _NO_BREAK) for step in (*steps, _("otherwise 0 points")))
    return f"{_NO_BREAK}· ".join(whole)


def _end(scale: Scale, rule: Steps) -> float | None:
    """The best value there is, beyond which nothing is better: all of a share, a bound of a number."""
    if rule.direction == "higher":
        return 100.0 if isinstance(scale, Rate) else scale.max if isinstance(scale, Number) else None
    return scale.min if isinstance(scale, Number) else 0.0


def _by_line(node: Node, scale: Scale, start: float, end: float) -> str:
    measure = _measure(scale)
    return _("{start} earns 0 points, {end} earns {points}; in proportion between.").format(
        start=measure(start), end=measure(end), points=points_text(node.nominal)
    )


def _by_target(node: Node, scale: Scale, rule: Target) -> str:
    words = _("{target} or more earns {points}; below it in proportion.")
    if rule.direction == "lower":
        words = _("{target} or less earns {points}; above it in proportion.")
    return words.format(target=_measure(scale)(rule.target), points=points_text(node.nominal))


def _by_count(node: Node, scale: Count) -> str:
    each = points_text(points_of(node, scale, scale.each))
    most = points_text(node.nominal)
    if scale.floor is None:
        return _("Each earns {each}, at most {most}.").format(each=each, most=most)
    return _("Each earns {each}, at most {most}, at least {least}.").format(
        each=each, most=most, least=points_text(points_of(node, scale, scale.floor))
    )


def _measure(scale: Scale) -> Callable[[float], str]:
    """How a value of the scale is written: with its unit, a share in per cent."""
    unit = "%" if isinstance(scale, Rate) else ""
    if isinstance(scale, Number):
        unit = say(scale.unit, current_language())
    return lambda value: f"{number_text(value, _EXACT)} {unit}".rstrip()
