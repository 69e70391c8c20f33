"""How a number came about, in sentences with the numbers in them: for the pages, the command line and the report."""

from decimal import Decimal

from evalapp.base.i18n import _, ngettext
from evalapp.base.numbers import display
from evalapp.form.cohort_rules import Best, CohortRule, Distance, Minmax, Percentile, RankOrder, Zscore
from evalapp.form.label import say
from evalapp.form.model import Form, Rollup, Veto
from evalapp.report.words import status_word, value_words
from evalapp.score.contributions import Contributions
from evalapp.score.explain import Compared, ItemExplanation, Term, TotalExplanation
from evalapp.score.printed import PrintedGap

_EXACT = 4


def item_lines(found: ItemExplanation, language: str) -> list[str]:
    """What an item of a unit came to, and why: a sentence a line, the result first."""
    lines = [_item_head(found, language)]
    if found.node.is_leaf and not found.below:
        lines += _leaf(found, language)
    if found.below:
        lines += _below(found, language)
    if found.terms and not found.below:
        lines += _group(found.terms, found.aggregation, found.mean)
    if found.compared is not None:
        lines.append(compared_words(found.compared))
    if found.status == "insufficient":
        lines.append(_("Too few of the items that apply have a score."))
    if found.status == "vetoed" and found.terms:
        lines.append(_("A veto item of this group was hit, so it earns 0."))
    if found.weight is not None and found.node.scored and found.nominal:
        lines.append(
            _("Of the total, {weight} points rest on it; its nominal weight is {nominal}.").format(
                weight=_n(found.weight), nominal=_n(found.nominal)
            )
        )
    return lines


def total_lines(found: TotalExplanation, form: Form, language: str) -> list[str]:
    """How a unit came to its total, rank and grade, step by step."""
    full = form.head.full_score
    lines = []
    if found.profile:
        lines.append(_("The weights are those of the profile “{name}”.").format(name=found.profile))
    lines += _group(found.terms, found.aggregation, found.mean)
    if found.compared is not None:
        lines.append(compared_words(found.compared))
    if found.score is not None and found.base is not None:
        lines.append(_base_words(found, form, full))
    lines += _bonus_words(found, form)
    lines += [_hit_words(hit.code, hit.effect) for hit in found.hits]
    if found.points is None:
        if found.status == "insufficient":
            lines.append(_("Too few of the items that apply have a score."))
        lines.append(_("There is no total: {status}.").format(status=status_word(found.status)))
        return lines
    if form.policy.cap is not None and found.base is not None and found.base + found.bonus > form.policy.cap:
        lines.append(_("A total is never above {points}.").format(points=_n(form.policy.cap)))
    if found.status == "failed":
        lines.append(
            _("The base is below the pass line {line}, so the unit failed; it keeps points and rank.").format(
                line=_n(form.policy.fail_below or 0.0)
            )
        )
    lines.append(_("Total: {points} points.").format(points=_n(found.points)))
    if found.rank is not None:
        text = _("Rank {rank} of {n} among {within}.") if found.within else _("Rank {rank} of {n}.")
        lines.append(text.format(rank=found.rank, n=found.ranked, within=found.within))
    grade = next((grade for grade in form.grades if grade.id == found.grade), None)
    if grade is not None:
        lines.append(_("Grade: {grade}.").format(grade=say(grade.name, language)))
    return lines


def contribution_lines(found: Contributions, most: int = 0) -> list[str]:
    """What makes up a distance, the largest first; ``most`` items, all for 0."""
    lines = [_("Distance: {points} points.").format(points=_signed(found.distance))]
    items = found.items[:most] if most else found.items
    lines += [
        _("{item}: {points} ({here} here, {there} there)").format(
            item=one.code, points=_signed(one.points), here=_or_none(one.here), there=_or_none(one.there)
        )
        for one in items
    ]
    left = found.items[len(items) :]
    if left:
        lines.append(
            ngettext("{n} further item: {points}", "{n} further items: {points}", len(left)).format(
                n=len(left), points=_signed(sum(one.points for one in left))
            )
        )
    if not found.additive:
        lines.append(
            _(
                "The points do not simply add up here. Each figure is what the distance would lose if that item alone were "
                "as it is there; {rest} cannot be given to a single item."
            ).format(rest=_signed(found.rest))
        )
    return lines


def gap_words(gap: PrintedGap) -> str:
    """Why printed parts do not add up to the printed total."""
    return _(
        "The printed parts {parts} add up to {together}, the total is {total}: each number is rounded by itself, "
        "and the total is formed from unrounded parts."
    ).format(
        parts=" + ".join(_plain(part) for _code, part in gap.parts),
        together=_plain(gap.together),
        total=_plain(gap.total),
    )


def compared_words(found: Compared) -> str:
    """With whom a value was compared, and what the rule made of it."""
    return _("{value} was compared with {n} values, from {low} to {high} (mean {mean}): {rule}.").format(
        value=_n(found.value),
        n=found.n,
        low=_n(found.low),
        high=_n(found.high),
        mean=_n(found.mean),
        rule=_cohort_rule(found.rule),
    )


def _cohort_rule(rule: CohortRule) -> str:
    match rule:
        case Minmax():
            return (
                _("lowest {start}, highest {end}, in proportion between").format(
                    start=_n(rule.range[0]), end=_n(rule.range[1])
                )
                if rule.direction == "higher"
                else _("highest {start}, lowest {end}, in proportion between").format(
                    start=_n(rule.range[0]), end=_n(rule.range[1])
                )
            )
        case Best():
            return _("the best earns 100, others in proportion")
        case Zscore():
            return _("{mean} + {sd} × standard score").format(mean=_n(rule.mean), sd=_n(rule.sd))
        case RankOrder():
            return _("its place counted from the worst")
        case Percentile():
            return _("its place, spread evenly from {start} to {end}").format(
                start=_n(rule.range[0]), end=_n(rule.range[1])
            )
        case Distance():
            return _("its way from the worst to the target {target}").format(target=_n(rule.target))


def _item_head(found: ItemExplanation, language: str) -> str:
    title = f"{found.node.code} {say(found.node.item.title, language)}".rstrip()
    if found.score is not None and found.points is not None:
        return _("{item}: score {score} of 100, {points} of {most} points.").format(
            item=title,
            score=_n(found.score),
            points=_n(found.points),
            most=_n(found.node.full_marks or found.nominal),
        )
    if found.points is not None:
        return _("{item}: {points} points.").format(item=title, points=_n(found.points))
    return _("{item}: {status}.").format(item=title, status=status_word(found.status))


def _leaf(found: ItemExplanation, language: str) -> list[str]:
    if found.status == "answered":
        words = value_words(found.scale, found.value, language) if found.value else _("two answers averaged")
        lines = [_("Answer: {value}.").format(value=words)]
        if found.hit:
            lines.append(_("This is a hit."))
        return lines
    if found.score is not None:
        return [
            _("{status} counts as {score}.").format(status=status_word(found.status), score=_n(found.score))
        ]
    return []


def _below(found: ItemExplanation, language: str) -> list[str]:
    assert found.node.item.rollup is not None
    lines = [_rollup_words(found.node.item.rollup, len(found.below))]
    for one in found.below:
        said = one.value and value_words(found.scale, one.value, language)
        if not said:
            said = status_word(one.status) if one.score is None else _n(one.score)
        lines.append(f"  {one.unit.name}: {said}")
    return lines


def _rollup_words(rollup: Rollup, n: int) -> str:
    take = {
        "mean": _("mean"),
        "sum": _("sum"),
        "min": _("lowest"),
        "max": _("highest"),
        "any": _("any hit"),
        "pooled": _("all counts together"),
    }[rollup.take]
    return ngettext(
        "Formed from {n} sub-unit ({kind}): {take}.", "Formed from {n} sub-units ({kind}): {take}.", n
    ).format(n=n, kind=rollup.kind, take=take)


def _group(terms: tuple[Term, ...], aggregation: str, mean: float | None) -> list[str]:
    counted = [term for term in terms if term.counted == "counted" and term.score is not None]
    lines = []
    if counted and mean is not None:
        lines.append(_formula(counted, aggregation, mean))
    for term in terms:
        if term.counted != "counted":
            lines.append(_left_out(term))
        elif mean is not None and abs(term.used - term.nominal) > 1e-9:
            lines.append(
                _("{item} weighs {used} instead of {nominal}.").format(
                    item=term.code, used=_n(term.used), nominal=_n(term.nominal)
                )
            )
    return lines


def _formula(counted: list[Term], aggregation: str, mean: float) -> str:
    total = _n(sum(term.used for term in counted))
    match aggregation:
        case "geometric":
            parts = " × ".join(
                f"{term.code} {_n(term.score or 0.0)}^({_n(term.used)}/{total})" for term in counted
            )
            return f"{parts} = {_n(mean)}"
        case "harmonic":
            parts = " + ".join(f"{_n(term.used)} / {term.code} {_n(term.score or 0.0)}" for term in counted)
            return f"{total} / ({parts}) = {_n(mean)}"
        case _:
            parts = " + ".join(f"{term.code} {_n(term.score or 0.0)} × {_n(term.used)}" for term in counted)
            return f"({parts}) / {total} = {_n(mean)}"


def _left_out(term: Term) -> str:
    status = status_word(term.status)
    if term.counted == "pending":
        return _("{item} ({status}) is waited for, and so is everything above it.").format(
            item=term.code, status=status
        )
    if term.counted == "left_out" and term.policy == "equal":
        return _(
            "{item} ({status}) is left out; its weight {weight} goes to the others in equal parts."
        ).format(item=term.code, status=status, weight=_n(term.nominal))
    if term.counted == "left_out" and term.policy == "rescale":
        return _(
            "{item} ({status}) is left out, and its weight {weight} is taken from all groups above."
        ).format(item=term.code, status=status, weight=_n(term.nominal))
    return _("{item} ({status}) is left out; its weight {weight} goes to the others in proportion.").format(
        item=term.code, status=status, weight=_n(term.nominal)
    )


def _base_words(found: TotalExplanation, form: Form, full: float) -> str:
    assert found.score is not None
    assert found.base is not None
    formula = f"{_n(found.score)} / 100 × {_n(full)}"
    if found.penalty:
        formula += f" − {_n(-found.penalty)}"
    exact = found.score / 100 * full + found.penalty
    if exact < form.policy.floor:
        return _("Base: {formula} = {exact}, but never below {floor}.").format(
            formula=formula, exact=_n(exact), floor=_n(form.policy.floor)
        )
    return _("Base: {formula} = {base}.").format(formula=formula, base=_n(found.base))


def _bonus_words(found: TotalExplanation, form: Form) -> list[str]:
    if not found.has_bonus or found.base is None:
        return []
    bonus = form.policy.bonus
    if not found.gate_open:
        return [
            _("The bonus gate “{gate}” is shut: {earned} bonus points do not count.").format(
                gate=bonus.gate, earned=_n(found.earned)
            )
        ]
    if bonus.cap is not None and found.earned > bonus.cap:
        return [
            _("Bonus: {earned} earned, at most {cap} count.").format(
                earned=_n(found.earned), cap=_n(bonus.cap)
            )
        ]
    return [_("Bonus: {bonus}.").format(bonus=_n(found.bonus))]


def _hit_words(code: str, veto: Veto) -> str:
    words = {
        "fail": _("{item} was hit: the unit fails and has no total."),
        "zero": _("{item} was hit: the total is 0."),
        "fixed": _("{item} was hit: the total is {points}, whatever the rest."),
        "cap": _("{item} was hit: the total is at most {points}."),
        "item": _("{item} was hit: its group earns 0."),
    }[veto.effect]
    return words.format(item=code, points=_n(veto.points or 0.0))


def _n(number: float) -> str:
    """To four decimals, without needless zeros: enough to follow a calculation."""
    text = display(number, _EXACT)
    return text.rstrip("0").rstrip(".") if "." in text else text


def _signed(number: float) -> str:
    text = _n(number)
    return text if text.startswith("−") or text == "0" else f"+{text}"


def _or_none(number: float | None) -> str:
    return "–" if number is None else _n(number)


def _plain(number: Decimal) -> str:
    return format(number, "f")
