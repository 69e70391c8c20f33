"""Can a scale be answered and scored as it is written? What the scales say of themselves, and what authors tend to mix up."""

from collections.abc import Iterator
from math import inf

from evalapp.base.i18n import _
from evalapp.base.numbers import from_float
from evalapp.form.cohort_rules import Best
from evalapp.form.finding import Finding, Path, error, warning
from evalapp.form.model import Form
from evalapp.form.names import did_you_mean
from evalapp.form.rules import Linear, Rule, Steps, Target, is_cohort_rule
from evalapp.form.scales import Checklist, Count, Number, OneRound, Rate, Rounds, Scale


def lint_scales(form: Form) -> Iterator[Finding]:
    """Findings about every scale, once where it is written: in its item or in ``[scales]``."""
    for n, item in enumerate(form.items):
        if item.scale is not None and not isinstance(item.scale, str):
            yield from _scale(form, item.scale, ("item", n, "scale"))
    used = {item.scale for item in form.items if isinstance(item.scale, str)}
    every = (*form.scales.values(), *(item.scale for item in form.items))
    used |= {scale.of for scale in every if isinstance(scale, Rounds) and isinstance(scale.of, str)}
    for name, scale in form.scales.items():
        yield from _scale(form, scale, ("scales", name))
        if name not in used:
            yield warning(("scales", name), _("no item uses the scale “{name}”").format(name=name))


def _scale(form: Form, scale: Scale, path: Path) -> Iterator[Finding]:
    wrong = [*scale.findings(), *_best_below_zero(scale)]
    if isinstance(scale, Rounds):
        wrong += _rounds(form, scale)
    yield from (error(path, message) for message in wrong)
    one = scale.of if isinstance(scale, Rounds) else scale
    if not wrong and not isinstance(one, str):
        yield from (warning(path, message) for message in _doubtful(one))


def _rounds(form: Form, scale: Rounds) -> Iterator[str]:
    """The scale that rounds name must be one that can be repeated."""
    if not isinstance(scale.of, str):
        return
    one = form.scales.get(scale.of)
    if one is None:
        yield _("there is no scale “{name}” in [scales]").format(name=scale.of) + did_you_mean(
            scale.of, form.scales
        )
    elif not isinstance(one, OneRound):
        yield _("the scale “{name}” cannot be answered in rounds").format(name=scale.of)
    elif is_cohort_rule(one.rule):
        yield _("rounds cannot be scored by comparison with other units")


def _doubtful(scale: Scale) -> Iterator[str]:
    if isinstance(scale, Checklist):
        yield from _ticks(scale)
    if isinstance(scale, Rate) and _in_fractions(scale.rule):
        yield _("a rate is a per cent: write 95, not 0.95")
    elif isinstance(scale.rule, Steps):
        yield from _out_of_reach(scale.rule, *_bounds(scale))
    if isinstance(scale.rule, Target) and _below_zero(scale):
        yield _("“{method}” has a meaning for values from 0 only: say min = 0").format(method="target")


def _best_below_zero(scale: Scale) -> Iterator[str]:
    """Among values below 0 a share of the best is the larger the worse the value: −20 of −5 is 400 %."""
    if isinstance(scale.rule, Best) and _below_zero(scale):
        yield _("“{method}” has a meaning for values from 0 only: say min = 0").format(method="best")


def _below_zero(scale: Scale) -> bool:
    return isinstance(scale, Number) and (scale.min is None or scale.min < 0)


def _ticks(scale: Checklist) -> Iterator[str]:
    earned = sum(max(0.0, tick.points) for tick in scale.ticks)
    if scale.points is not None:
        if any(tick.points != 1 for tick in scale.ticks):
            yield _("“points” of a tick has no effect: the steps count how many are ticked")
    elif scale.cap is not None and scale.cap > earned:
        yield _("full marks are out of reach: “cap” is {cap}, all ticks together earn {earned}").format(
            cap=from_float(scale.cap), earned=from_float(earned)
        )
    elif scale.cap is None and earned > 0 and any(tick.points < 0 for tick in scale.ticks):
        yield _(
            "some ticks take points away: say in “cap” how many points are full marks, "
            "else it is the sum of all ticks"
        )


def _in_fractions(rule: Rule | None) -> bool:
    """Whether a rule over a rate is written as if 1 were the whole."""
    match rule:
        case Steps():
            lines = [x for x, _points in rule.at]
        case Linear():
            lines = [rule.start, rule.end]
        case Target():
            lines = [rule.target]
        case _:
            return False
    return 0 < max(lines, default=0.0) <= 1


def _bounds(scale: Scale) -> tuple[float, float]:
    """The lowest and the highest value that steps can meet."""
    match scale:
        case Rate():
            return (0.0, 100.0)
        case Checklist():
            return (0.0, float(len(scale.ticks)))
        case Count():
            return (0.0, inf)
        case Number():
            return (-inf if scale.min is None else scale.min, inf if scale.max is None else scale.max)
        case _:
            return (-inf, inf)


def _out_of_reach(steps: Steps, low: float, high: float) -> Iterator[str]:
    for x, _points in steps.at:
        if steps.direction == "higher" and x > high:
            yield _("no answer reaches the step at {x}: the highest value is {bound}").format(
                x=from_float(x), bound=from_float(high)
            )
        elif steps.direction == "lower" and x < low:
            yield _("no answer reaches the step at {x}: the lowest value is {bound}").format(
                x=from_float(x), bound=from_float(low)
            )
