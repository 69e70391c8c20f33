"""A unit's total, rank and grade in sentences."""

from evalapp.base.i18n import _
from evalapp.form.label import say
from evalapp.form.model import Form
from evalapp.report.explanation.cohort import compared_lines
from evalapp.report.explanation.terms import coverage_line, group_lines
from evalapp.report.figures import plain
from evalapp.report.item_words import grade_word
from evalapp.report.words import status_word
from evalapp.score.explain.total import Hit, TotalExplanation


def total_lines(found: TotalExplanation, form: Form, language: str) -> list[str]:
    """How a unit came to its total, rank and grade, step by step."""
    full = form.head.full_score
    lines = []
    if found.profile:
        lines.append(_("The weights are those of the profile “{name}”.").format(name=found.profile))
    lines += group_lines(found.terms, found.aggregation, found.mean)
    if found.compared is not None:
        lines += compared_lines(found.compared)
    if found.score is not None and found.base is not None:
        lines.append(_base_words(found, form, full))
    lines += _bonus_words(found, form)
    lines += [_hit_words(hit) for hit in found.hits]
    if found.points is None:
        if found.status == "insufficient":
            lines.append(coverage_line(found.terms, found.coverage))
        if found.waiting:
            lines.append(
                _("{items} are waited for beside the base.").format(items=_(", ").join(found.waiting))
                if len(found.waiting) > 1
                else _("{items} is waited for beside the base.").format(items=found.waiting[0])
            )
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
        lines.append(
            _("Grade: {grade} ({rule}).").format(grade=say(grade.name, language), rule=grade_word(grade))
        )
    return lines


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
    if not found.has_bonus or found.base is None or found.status == "pending":
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


def _hit_words(hit: Hit) -> str:
    words = {
        "fail": _("{item} was hit: the unit fails and has no total."),
        "zero": _("{item} was hit: the total is 0."),
        "fixed": _("{item} was hit: the total is {points}, whatever the rest."),
        "cap": _("{item} was hit: the total is at most {points}."),
        "item": _("{item} was hit: its group earns 0."),
    }[hit.effect.effect]
    if hit.overruled:
        words = _("{item} was hit, too; {other} goes before it.")
    return words.format(item=hit.code, points=plain(hit.effect.points or 0.0), other=hit.overruled)
