"""An item of a unit, or an index, in sentences."""

from evalapp.base.i18n import _, ngettext
from evalapp.form.label import say
from evalapp.form.scales import Derived, Rounds
from evalapp.report.explanation.cohort import compared_lines
from evalapp.report.explanation.terms import coverage_line, group_lines
from evalapp.report.figures import plain, written
from evalapp.report.item_words import counts_word, rollup_word
from evalapp.report.words import rolled_words, status_word, value_words
from evalapp.score.explain.index import IndexExplanation
from evalapp.score.explain.item import ItemExplanation


def item_lines(found: ItemExplanation, language: str) -> list[str]:
    """What an item of a unit came to, and why: a sentence a line, the result first."""
    lines = [_item_head(found, language)]
    if found.node.item.rollup is not None and (found.below or found.status == "not_applicable"):
        lines += _below(found, language)
    elif found.node.is_leaf:
        lines += _leaf(found, language)
    elif found.node.part == "base":
        lines += _group(found)
    else:
        lines += _earned(found)
    if found.compared is not None:
        lines += compared_lines(found.compared)
    if found.gate_open is False and found.points:
        lines.append(_("The bonus gate is shut for this unit: it does not count."))
    if found.weight is not None and found.node.scored and found.nominal:
        lines.append(
            _("Of the total, {weight} points rest on it; its nominal weight is {nominal}.").format(
                weight=plain(found.weight), nominal=plain(found.nominal)
            )
        )
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


def _group(found: ItemExplanation) -> list[str]:
    """A group of the base."""
    if found.status == "vetoed":
        return [_("A veto item of this group was hit, so it earns 0.")]
    if found.status == "not_applicable":
        none = _("Nothing below it applies.")
        if found.score is None:
            return [none]
        return [none, _("So it counts as {score} with its full weight.").format(score=plain(found.score))]
    lines = group_lines(found.terms, found.aggregation, found.mean)
    return [*lines, coverage_line(found.terms, found.coverage)] if found.status == "insufficient" else lines


def _earned(found: ItemExplanation) -> list[str]:
    """A group beside the base: what its items earned together."""
    earned = [(code, points) for code, points in found.parts if points is not None]
    if not earned or found.points is None:
        return []
    together = sum(points for _code, points in earned)
    lines = [f"{' + '.join(f'{code} {plain(points)}' for code, points in earned)} = {plain(together)}"]
    cap = found.node.item.cap
    if cap is not None and together > cap:
        lines.append(_("At most {cap} count.").format(cap=written(cap)))
    return lines


def _leaf(found: ItemExplanation, language: str) -> list[str]:
    scale, lines = found.scale, []
    if isinstance(scale, Derived):
        lines.append(_("It is computed: {formula}.").format(formula=scale.value))
    if found.status == "answered":
        words = value_words(scale, found.value, language) if found.value else _("two answers averaged")
        lines.append(_("Answer: {value}.").format(value=words))
        if isinstance(scale, Rounds) and found.value:
            lines.append(_rounds(scale, found.value))
        counts = counts_word(scale, language) if scale is not None and found.compared is None else ""
        if counts:
            lines.append(_("It counts: {rule}.").format(rule=counts))
        if found.hit:
            lines.append(_("This is a hit."))
    elif found.status == "unable" and isinstance(scale, Rounds) and found.value:
        lines.append(
            _("{n} of {rounds} rounds took place, {needed} are needed.").format(
                n=len(scale.given(found.value)), rounds=scale.n, needed=scale.needed
            )
        )
    if found.status != "answered" and found.score is not None:
        counted = _("{status} counts as {score}.")
        lines.append(counted.format(status=status_word(found.status), score=plain(found.score)))
    return lines


def _rounds(scale: Rounds, value: str) -> str:
    scores = " + ".join(plain(scale.one.score(part) or 0.0) for part in scale.given(value))
    n = len(scale.given(value))
    return f"({scores}) / {n} = {plain(scale.score(value) or 0.0)}"


def _below(found: ItemExplanation, language: str) -> list[str]:
    rollup, n = found.node.item.rollup, len(found.below)
    assert rollup is not None
    if not n:
        return [_("The unit has no “{kind}”.").format(kind=rollup.kind)]
    formed = ngettext("Formed from {n} sub-unit: {how}.", "Formed from {n} sub-units: {how}.", n)
    lines = [formed.format(n=n, how=rollup_word(rollup))]
    for one in found.below:
        said = one.value and value_words(found.scale, one.value, language)
        if not said:
            said = status_word(one.status) if one.score is None else plain(one.score)
        lines.append(f"  {one.unit.name}: {said}")
    if found.node.is_leaf and found.value:
        together = rolled_words(found.scale, found.value, language)
        lines.append(_("Together: {value}.").format(value=together))
    if any(one.status == "not_found" for one in found.below):
        lines.append(_("“Not found” counts as 0."))
    return lines
