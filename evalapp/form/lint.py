"""A form is checked as a whole: everything that can be said about it before anybody answers it."""

from collections.abc import Iterator
from itertools import islice

from evalapp.base.i18n import _
from evalapp.base.numbers import from_float, guard
from evalapp.base.text import is_clean
from evalapp.form.finding import Finding, Path, error, warning
from evalapp.form.lint_expressions import lint_expressions
from evalapp.form.lint_grades import lint_grades
from evalapp.form.lint_items import lint_items
from evalapp.form.lint_parts import lint_parts
from evalapp.form.lint_profiles import lint_profiles
from evalapp.form.lint_weights import lint_weights
from evalapp.form.model import Form
from evalapp.form.names import repeated
from evalapp.form.scales import Derived
from evalapp.form.tree import build_tree

MAX_EXPRESSIONS = 2000
MAX_FINDINGS = 200


def lint(form: Form) -> tuple[Finding, ...]:
    """The findings about ``form``, at most MAX_FINDINGS.

    Weights and expressions are looked at once the items themselves are sound.
    """
    return tuple(islice(_findings(form), MAX_FINDINGS))


def _findings(form: Form) -> Iterator[Finding]:
    yield from _head(form)
    yield from _units(form)
    yield from _policy(form)
    yield from lint_grades(form)
    yield from _check_ids(form)
    sound = True
    for finding in lint_items(form):
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


def _head(form: Form) -> Iterator[Finding]:
    head = form.head
    for key, value in (("id", head.id), ("version", head.version)):
        if not value or value != value.strip() or not is_clean(value):
            yield error(
                ("form", key), _("“{key}” must not be empty or have spaces at its ends").format(key=key)
            )
    # The id names the form's file and the folders of its exports.
    if set(head.id) & set('/\\:*?"<>|'):
        yield error(("form", "id"), _('“id” must not hold / \\ : * ? " < > |'))
    if head.full_score <= 0:
        yield error(("form", "full_score"), _("“full_score” must be above 0"))


def _units(form: Form) -> Iterator[Finding]:
    units = form.units
    for key, columns in (("number", units.number), ("means", units.means)):
        if not all(name.strip() for name in columns):
            yield error(("units", key), _("a column without a name"))
        for name in repeated(columns):
            yield error(("units", key), _("the column “{name}” occurs twice").format(name=name))
    for name in sorted({"code", "name", "kind", "parent", units.within, *units.means} & set(units.number)):
        yield error(
            ("units", "number"), _("the column “{name}” is text and cannot be a number").format(name=name)
        )


def _policy(form: Form) -> Iterator[Finding]:
    policy = form.policy
    yield from _range(("policy", "min_coverage"), policy.min_coverage, 0, 1)
    yield from _range(("policy", "decimals"), policy.decimals, 0, 9)
    yield from _range(("policy", "rank_decimals"), policy.rank_decimals, 0, 9)
    if policy.tolerance < 0:
        yield error(("policy", "tolerance"), _("“tolerance” must not be below 0"))
    if policy.cap is not None and policy.cap <= policy.floor:
        yield error(("policy", "cap"), _("“cap” must be above “floor”"))
    if policy.floor >= form.head.full_score > 0:
        yield error(("policy", "floor"), _("“floor” must be below the full score"))
    if policy.fail_below is not None and guard(policy.fail_below) > guard(form.head.full_score):
        yield warning(
            ("policy", "fail_below"),
            _("every unit fails: “fail_below” is {line}, the full score {full}").format(
                line=from_float(policy.fail_below), full=from_float(form.head.full_score)
            ),
        )
    if policy.tolerance == 0 and policy.resolve != "decide":
        yield warning(("policy", "resolve"), _("“resolve” has no effect while “tolerance” is 0"))


def _range(path: Path, value: float | None, low: int, high: int) -> Iterator[Finding]:
    if value is not None and not low <= value <= high:
        yield error(path, _("“{key}” lies between {low} and {high}").format(key=path[-1], low=low, high=high))


def _check_ids(form: Form) -> Iterator[Finding]:
    codes = {item.code for item in form.items}
    seen: set[str] = set()
    for n, check in enumerate(form.checks):
        if not check.id.strip():
            yield error(
                ("check", n, "id"), _("“{key}” must not be empty or have spaces at its ends").format(key="id")
            )
        if check.id in seen:
            yield error(("check", n, "id"), _("the id “{name}” occurs twice").format(name=check.id))
        seen.add(check.id)
        for code in check.items:
            if code not in codes:
                yield error(("check", n, "items"), _("there is no item “{code}”").format(code=code))
