"""A form is checked as a whole: everything that can be said about it before anybody answers it."""

from collections.abc import Iterator
from itertools import chain, islice

from evalapp.base.i18n import _
from evalapp.base.numbers import from_float, guard
from evalapp.form.finding import Finding, Path, error, warning
from evalapp.form.lint_expressions import lint_expressions
from evalapp.form.lint_grades import base_passes_full_score, lint_grades
from evalapp.form.lint_items import lint_items
from evalapp.form.lint_names import lint_names
from evalapp.form.lint_parts import lint_parts
from evalapp.form.lint_profiles import lint_profiles
from evalapp.form.lint_scales import lint_scales
from evalapp.form.lint_weights import lint_weights
from evalapp.form.model import Form
from evalapp.form.names import did_you_mean, is_id, repeated
from evalapp.form.scales import Derived
from evalapp.form.tree import build_tree

MAX_EXPRESSIONS = 2000
MAX_FINDINGS = 200
_SMALLEST_FULL_SCORE = 0.001


def lint(form: Form) -> tuple[Finding, ...]:
    """The findings about ``form``, at most MAX_FINDINGS.

    Weights and expressions are looked at once the items themselves are sound.
    """
    return tuple(islice(_findings(form), MAX_FINDINGS))


def _findings(form: Form) -> Iterator[Finding]:
    yield from lint_names(form)
    yield from _units(form)
    yield from _policy(form)
    yield from lint_grades(form)
    yield from _check_items(form)
    sound = True
    for finding in chain(lint_items(form), lint_scales(form)):
        sound = sound and finding.severity == "warning"
        yield finding
    if not sound:
        return
    tree = build_tree(form)
    yield from lint_parts(tree)
    yield from lint_weights(tree)
    yield from lint_profiles(tree)
    n = expressions(form)
    if n > MAX_EXPRESSIONS:
        yield error(
            ("check",),
            _("the form has {n} expressions, at most {limit} are taken").format(n=n, limit=MAX_EXPRESSIONS),
        )
        return
    yield from lint_expressions(tree)


def expressions(form: Form) -> int:
    """How many expressions the form holds."""
    of_items = sum(
        bool(item.applies) + (item.evidence not in ("required", "optional", "none")) for item in form.items
    )
    derived = sum(isinstance(form.scale_of(item), Derived) for item in form.items)
    of_indices = sum(bool(index.value) for index in form.indices)
    return (
        of_items + derived + len(form.checks) + len(form.profiles) + of_indices + bool(form.policy.bonus.gate)
    )


def _units(form: Form) -> Iterator[Finding]:
    units = form.units
    if units.within and not is_id(units.within):
        yield error(("units", "within"), _("a column's name must not be empty or have spaces at its ends"))
    for key, columns in (("number", units.number), ("means", units.means)):
        if not all(is_id(name) for name in columns):
            yield error(("units", key), _("a column's name must not be empty or have spaces at its ends"))
        for name in repeated(columns):
            yield error(("units", key), _("the column “{name}” occurs twice").format(name=name))
    for name in sorted({"code", "name", "kind", "parent", units.within, *units.means} & set(units.number)):
        yield error(
            ("units", "number"), _("the column “{name}” is text and cannot be a number").format(name=name)
        )


def _policy(form: Form) -> Iterator[Finding]:
    policy = form.policy
    if form.head.full_score <= 0:
        yield error(("form", "full_score"), _("“full_score” must be above 0"))
    elif form.head.full_score < _SMALLEST_FULL_SCORE:
        yield error(
            ("form", "full_score"),
            _("“full_score” must be at least {least}: points are compared to nine decimals").format(
                least=from_float(_SMALLEST_FULL_SCORE)
            ),
        )
    yield from _range(("policy", "min_coverage"), policy.min_coverage, 0, 1)
    yield from _range(("policy", "decimals"), policy.decimals, 0, 9)
    yield from _range(("policy", "rank_decimals"), policy.rank_decimals, 0, 9)
    if policy.tolerance < 0:
        yield error(("policy", "tolerance"), _("“tolerance” must not be below 0"))
    if policy.cap is not None and policy.cap <= policy.floor:
        yield error(("policy", "cap"), _("“cap” must be above “floor”"))
    if policy.floor >= form.head.full_score > 0:
        yield error(("policy", "floor"), _("“floor” must be below the full score"))
    yield from _fail_line(form)
    if policy.list == "band" and not form.grades:
        yield warning(("policy", "list"), _("“band” lists units by their grades, and there are none"))
    if policy.tolerance == 0 and policy.resolve != "decide":
        yield warning(("policy", "resolve"), _("“resolve” has no effect while “tolerance” is 0"))


def _fail_line(form: Form) -> Iterator[Finding]:
    line = form.policy.fail_below
    if line is None:
        return
    if guard(line) > guard(form.head.full_score) and not base_passes_full_score(form):
        yield warning(
            ("policy", "fail_below"),
            _("every unit fails: “fail_below” is {line}, the full score {full}").format(
                line=from_float(line), full=from_float(form.head.full_score)
            ),
        )
    elif guard(line) <= guard(form.policy.floor):
        yield warning(
            ("policy", "fail_below"),
            _("no unit fails: “fail_below” is {line}, and no base is below the floor of {floor}").format(
                line=from_float(line), floor=from_float(form.policy.floor)
            ),
        )


def _range(path: Path, value: float | None, low: int, high: int) -> Iterator[Finding]:
    if value is not None and not low <= value <= high:
        yield error(path, _("“{key}” lies between {low} and {high}").format(key=path[-1], low=low, high=high))


def _check_items(form: Form) -> Iterator[Finding]:
    codes = {item.code for item in form.items}
    for n, check in enumerate(form.checks):
        for code in check.items:
            if code not in codes:
                yield error(
                    ("check", n, "items"),
                    _("there is no item “{code}”").format(code=code) + did_you_mean(code, codes),
                )
