"""Are the grades each reachable, and each said in one way?"""

from collections.abc import Iterator

from evalapp.base.i18n import _
from evalapp.base.numbers import from_float, guard
from evalapp.form.finding import Finding, error, warning
from evalapp.form.model import Form, Grade, needs_cohort

MAX_GRADES = 100
_DIVIDE_UP = 2


def lint_grades(form: Form) -> Iterator[Finding]:
    """Findings about ``[[grade]]``: ids, one condition each, and grades that no unit can get."""
    if len(form.grades) > MAX_GRADES:
        yield error(
            ("grade", MAX_GRADES),
            _("the form has {n} grades, at most {limit} are taken").format(
                n=len(form.grades), limit=MAX_GRADES
            ),
        )
        return
    for n, grade in enumerate(form.grades):
        given = _lines(grade)
        if len(given) > 1 or (given and grade.fail) or (grade.fail and grade.passed):
            keys = [*given, *(["fail"] if grade.fail else []), *(["pass"] if grade.passed else [])]
            yield error(
                ("grade", n, keys[1]),
                _("a grade has one of min, above, top, sd or fail, not {keys}").format(keys=" + ".join(keys)),
            )
        if grade.top is not None and not 0 < grade.top <= 1:
            yield error(
                ("grade", n, "top"),
                _("“top” is a share above 0 and at most 1, such as 0.2 for the best 20 %"),
            )
        vetoes = any(item.part == "veto" for item in form.items)
        if grade.fail and form.policy.fail_below is None and not vetoes:
            yield warning(
                ("grade", n, "fail"),
                _("no unit can fail: [policy] has no “fail_below”, and there is no veto"),
            )
        if grade.passed and not vetoes:
            yield warning(
                ("grade", n, "pass"), _("“pass” is for units that had only a veto part; there is none")
            )
        yield from _reachable(form, n)
    yield from _gap(form)


def _gap(form: Form) -> Iterator[Finding]:
    """Whether totals lie between the lowest line and the grade of those that fail, and so get none.

    Asked where grades divide the totals up: a form without a grade for the lower end may publish its upper bands alone, and
    a single line is a distinction.
    """
    bands = [
        (n, grade)
        for n, grade in enumerate(form.grades)
        if not grade.fail and (_lines(grade) or not grade.passed)
    ]
    by_points = [(n, grade) for n, grade in bands if grade.min is not None or grade.above is not None]
    if len(bands) < _DIVIDE_UP or len(by_points) < len(bands) or not any(grade.fail for grade in form.grades):
        return
    n, lowest = min(by_points, key=lambda found: _line(found[1]))
    fails = form.policy.floor if form.policy.fail_below is None else form.policy.fail_below
    line = guard(_line(lowest))
    if line > guard(fails) or (lowest.min is None and line == guard(fails)):
        yield warning(
            ("grade", n, "above" if lowest.min is None else "min"),
            _(
                "a total from {fails} on that does not reach {line} gets no grade: “fail” is for units that failed or "
                "were vetoed; lower this line, or add a grade without one for the rest"
            ).format(fails=from_float(fails), line=from_float(_line(lowest))),
        )


def _line(grade: Grade) -> float:
    """The points from which a grade is given; one that goes by something else has none."""
    return next(line for line in (grade.min, grade.above) if line is not None)


def _lines(grade: Grade) -> dict[str, float]:
    lines = {"min": grade.min, "above": grade.above, "top": grade.top, "sd": grade.sd}
    return {key: line for key, line in lines.items() if line is not None}


def _reachable(form: Form, n: int) -> Iterator[Finding]:
    """A grade is never given where an earlier one takes every unit that would fit it."""
    grade = form.grades[n]
    key = next(iter(_lines(grade)), "fail" if grade.fail else "")
    for earlier in form.grades[:n]:
        if _takes_all(earlier, grade):
            yield warning(
                ("grade", n, *([key] if key else [])),
                _(
                    "no unit can get it: “{earlier}” stands before it and takes them all; change the order"
                ).format(earlier=earlier.id),
            )
            return
    line, cap = grade.min if grade.min is not None else grade.above, form.policy.cap
    if line is None:
        return
    if cap is not None and (guard(line) > guard(cap) or (grade.min is None and guard(line) == guard(cap))):
        yield warning(
            ("grade", n, key),
            _("no unit can get it: its line {line} is above the total's “cap” of {cap}").format(
                line=from_float(line), cap=from_float(cap)
            ),
        )
    elif guard(line) > guard(form.head.full_score) and not _unbounded(form):
        yield warning(
            ("grade", n, key),
            _("no unit can get it: its line {line} is above the full score {full}").format(
                line=from_float(line), full=from_float(form.head.full_score)
            ),
        )


def _unbounded(form: Form) -> bool:
    """Whether totals can pass the full score."""
    return base_passes_full_score(form) or any(item.part == "bonus" for item in form.items)


def base_passes_full_score(form: Form) -> bool:
    """Whether the base alone can: a sum over sub-units, and some comparisons with others, give more than 100."""
    normalised = form.policy.normalise is not None or any(item.normalise is not None for item in form.items)
    compared = any(needs_cohort(scale) for item in form.items if (scale := form.scale_of(item)) is not None)
    return normalised or compared or any(item.rollup is not None for item in form.items)


def _takes_all(earlier: Grade, later: Grade) -> bool:
    first, second = _lines(earlier), _lines(later)
    if earlier.fail or later.fail:
        return earlier.fail and later.fail
    if not first and earlier.passed:
        return later.passed and not second
    if not first:
        return not later.passed
    if later.passed and not earlier.passed:
        return False
    if "sd" in first and "sd" in second:
        return guard(second["sd"]) >= guard(first["sd"])
    if "top" in first and "top" in second:
        return guard(second["top"]) <= guard(first["top"])
    if not {"min", "above"} & first.keys() or not {"min", "above"} & second.keys():
        return False
    line = guard(next(iter(first.values())))
    other = guard(next(iter(second.values())))
    return other > line or (other == line and ("min" in first or "above" in second))
