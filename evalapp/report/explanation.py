"""How a number came about, in sentences with the numbers in them: for the pages, the command line and the report."""

from evalapp.base.i18n import _, ngettext
from evalapp.form.label import say
from evalapp.form.model import Form, Veto
from evalapp.report.figures import plain
from evalapp.report.item_words import cohort_word, counts_word, rollup_word
from evalapp.report.words import status_word, value_words
from evalapp.score.explain import Compared, IndexExplanation, ItemExplanation, Term, TotalExplanation


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
                weight=plain(found.weight), nominal=plain(found.nominal)
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
        lines.append(_("A total is never above {points}.").format(points=plain(form.policy.cap)))
    if found.status == "failed":
        lines.append(
            _("The base is below the pass line {line}, so the unit failed; it keeps points and rank.").format(
                line=plain(form.policy.fail_below or 0.0)
            )
        )
    lines.append(_("Total: {points} points.").format(points=plain(found.points)))
    if found.rank is not None:
        text = _("Rank {rank} of {n} among {within}.") if found.within else _("Rank {rank} of {n}.")
        lines.append(text.format(rank=found.rank, n=found.ranked, within=found.within))
    grade = next((grade for grade in form.grades if grade.id == found.grade), None)
    if grade is not None:
        lines.append(_("Grade: {grade}.").format(grade=say(grade.name, language)))
    return lines


def index_lines(found: IndexExplanation, language: str) -> list[str]:
    """How an index of a unit came about."""
    index = found.index
    title = f"{index.id} {say(index.title, language)}".rstrip()
    value = _("none") if found.value is None else plain(found.value)
    lines = [_("{item}: {value}.").format(item=title, value=value)]
    if index.value:
        lines.append(_("It is {formula}.").format(formula=index.value))
    counted = [term for term in found.terms if term.score is not None]
    if counted and found.value is not None:
        parts = " + ".join(
            f"{term.code} {plain(term.score or 0.0)} × {plain(term.weight)}" for term in counted
        )
        lines.append(f"({parts}) / {plain(sum(term.weight for term in counted))} = {plain(found.value)}")
    lines += [
        _("{item} has no score and is left out.").format(item=term.code)
        for term in found.terms
        if term.score is None
    ]
    if found.rank is not None:
        lines.append(_("Rank {rank}.").format(rank=found.rank))
    return lines


def compared_words(found: Compared) -> str:
    """With whom a value was compared, and what the rule made of it."""
    return _("{value} was compared with {n} values, from {low} to {high} (mean {mean}): {rule}.").format(
        value=plain(found.value),
        n=found.n,
        low=plain(found.low),
        high=plain(found.high),
        mean=plain(found.mean),
        rule=cohort_word(found.rule),
    )


def _item_head(found: ItemExplanation, language: str) -> str:
    title = f"{found.node.code} {say(found.node.item.title, language)}".rstrip()
    if found.score is not None and found.points is not None:
        return _("{item}: score {score} of 100, {points} of {most} points.").format(
            item=title,
            score=plain(found.score),
            points=plain(found.points),
            most=plain(found.nominal if found.node.scored else found.node.full_marks or 0.0),
        )
    if found.points is not None:
        return _("{item}: {points} points.").format(item=title, points=plain(found.points))
    return _("{item}: {status}.").format(item=title, status=status_word(found.status))


def _leaf(found: ItemExplanation, language: str) -> list[str]:
    if found.status == "answered":
        words = value_words(found.scale, found.value, language) if found.value else _("two answers averaged")
        lines = [_("Answer: {value}.").format(value=words)]
        counts = (
            counts_word(found.scale, language) if found.scale is not None and found.compared is None else ""
        )
        if counts:
            lines.append(_("It counts: {rule}.").format(rule=counts))
        if found.hit:
            lines.append(_("This is a hit."))
        return lines
    if found.score is not None:
        return [
            _("{status} counts as {score}.").format(
                status=status_word(found.status), score=plain(found.score)
            )
        ]
    return []


def _below(found: ItemExplanation, language: str) -> list[str]:
    assert found.node.item.rollup is not None
    n = len(found.below)
    formed = ngettext("Formed from {n} sub-unit: {how}.", "Formed from {n} sub-units: {how}.", n)
    lines = [formed.format(n=n, how=rollup_word(found.node.item.rollup))]
    for one in found.below:
        said = one.value and value_words(found.scale, one.value, language)
        if not said:
            said = status_word(one.status) if one.score is None else plain(one.score)
        lines.append(f"  {one.unit.name}: {said}")
    return lines


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
                    item=term.code, used=plain(term.used), nominal=plain(term.nominal)
                )
            )
    return lines


def _formula(counted: list[Term], aggregation: str, mean: float) -> str:
    total = plain(sum(term.used for term in counted))
    match aggregation:
        case "geometric":
            parts = " × ".join(
                f"{term.code} {plain(term.score or 0.0)}^({plain(term.used)}/{total})" for term in counted
            )
            return f"{parts} = {plain(mean)}"
        case "harmonic":
            parts = " + ".join(
                f"{plain(term.used)} / {term.code} {plain(term.score or 0.0)}" for term in counted
            )
            return f"{total} / ({parts}) = {plain(mean)}"
        case _:
            parts = " + ".join(
                f"{term.code} {plain(term.score or 0.0)} × {plain(term.used)}" for term in counted
            )
            return f"({parts}) / {total} = {plain(mean)}"


def _left_out(term: Term) -> str:
    status = status_word(term.status)
    if term.counted == "pending":
        return _("{item} ({status}) is waited for, and so is everything above it.").format(
            item=term.code, status=status
        )
    if term.counted == "left_out" and term.policy == "equal":
        return _(
            "{item} ({status}) is left out; its weight {weight} goes to the others in equal parts."
        ).format(item=term.code, status=status, weight=plain(term.nominal))
    if term.counted == "left_out" and term.policy == "rescale":
        return _(
            "{item} ({status}) is left out, and its weight {weight} is taken from all groups above."
        ).format(item=term.code, status=status, weight=plain(term.nominal))
    return _("{item} ({status}) is left out; its weight {weight} goes to the others in proportion.").format(
        item=term.code, status=status, weight=plain(term.nominal)
    )


def _base_words(found: TotalExplanation, form: Form, full: float) -> str:
    assert found.score is not None
    assert found.base is not None
    formula = f"{plain(found.score)} / 100 × {plain(full)}"
    if found.penalty:
        formula += f" − {plain(-found.penalty)}"
    exact = found.score / 100 * full + found.penalty
    if exact < form.policy.floor:
        return _("Base: {formula} = {exact}, but never below {floor}.").format(
            formula=formula, exact=plain(exact), floor=plain(form.policy.floor)
        )
    return _("Base: {formula} = {base}.").format(formula=formula, base=plain(found.base))


def _bonus_words(found: TotalExplanation, form: Form) -> list[str]:
    if not found.has_bonus or found.base is None:
        return []
    bonus = form.policy.bonus
    if not found.gate_open:
        return [
            _("The bonus gate “{gate}” is shut: {earned} bonus points do not count.").format(
                gate=bonus.gate, earned=plain(found.earned)
            )
        ]
    if bonus.cap is not None and found.earned > bonus.cap:
        return [
            _("Bonus: {earned} earned, at most {cap} count.").format(
                earned=plain(found.earned), cap=plain(bonus.cap)
            )
        ]
    return [_("Bonus: {bonus}.").format(bonus=plain(found.bonus))]


def _hit_words(code: str, veto: Veto) -> str:
    words = {
        "fail": _("{item} was hit: the unit fails and has no total."),
        "zero": _("{item} was hit: the total is 0."),
        "fixed": _("{item} was hit: the total is {points}, whatever the rest."),
        "cap": _("{item} was hit: the total is at most {points}."),
        "item": _("{item} was hit: its group earns 0."),
    }[veto.effect]
    return words.format(item=code, points=plain(veto.points or 0.0))
