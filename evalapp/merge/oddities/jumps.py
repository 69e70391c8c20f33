"""Answers that leap since the edition before: what was there has gone, or numbers moved as no other unit's did.

A leap is judged against what the other units did: where a third of them moved likewise, the world has changed, or the scale's
reading has, and nothing is told.
"""

from collections.abc import Mapping, Sequence

from evalapp.base.i18n import _
from evalapp.base.numbers import guard
from evalapp.entry.final import Final
from evalapp.form.model import is_scored
from evalapp.form.refusal import ValueRefused
from evalapp.form.scales import Count, Number
from evalapp.form.tree import Node
from evalapp.merge.oddities.case import Case, Said, by_item
from evalapp.merge.oddities.finding import Finding, clipped, digest, key_of

FALL, RISE = 50.0, 75.0
"""Score points. To lose what was there is rarer than to gain it, so a rise has to be larger, and on a scale of many steps."""
TIMES = 5.0
"""How many times a number without an upper bound has to grow or shrink."""
COMMON = 1 / 3
_FEWEST_STEPS = 5


def find_jumps(case: Case) -> list[Finding]:
    """Answers that leapt, one finding for each unit, item and answer; leaps that a third of the units made are left out."""
    found: list[Finding] = []
    for item, answers in by_item(case.answers).items():
        leaf = case.leaves[item]
        compared = [
            (said, case.earlier[said.unit, item])
            for said in answers
            if (said.unit, item) in case.earlier and said.state != "blank"
        ]
        if leaf.scale is None or not is_scored(leaf.scale) or not compared:
            continue
        fine = _is_fine(leaf, answers)
        leaps = [(said, before, _leap(leaf, before, said, fine)) for said, before in compared]
        units = {said.unit for said, _before in compared}
        for up in (True, False):
            those = [(said, before, leap) for said, before, leap in leaps if leap and (leap > 0) == up]
            if those and (len(units) < 3 or len({said.unit for said, *_rest in those}) < COMMON * len(units)):
                found += _told(case, leaf, those)
    return found


def _leap(leaf: Node, before: Final, said: Said, fine: bool) -> float:
    """How far an answer leapt in score points or what amounts to them, below 0 downwards; 0 where it did not."""
    after = Final(said.state, said.value)
    if before.state in ("unable", "blank") or after.state == "unable" or before == after:
        return 0.0
    if before.state == "not_applicable":
        return 60.0 if after.state == "answered" else 0.0
    then, now = _score(leaf, before), _score(leaf, after)
    if after.state == "not_applicable" or (after.state == "not_found" and (then is None or then >= FALL)):
        return -max(FALL, then or 0.0)
    times = _times(leaf, before, after)
    if times is not None:
        return times
    if then is None or now is None:
        return 0.0
    change = guard(now - then)
    return change if change <= -FALL or (change >= RISE and fine) else 0.0


def _times(leaf: Node, before: Final, after: Final) -> float | None:
    """As :func:`_leap` for a number without an upper bound, by its ratio; None for any other answer."""
    unbounded = isinstance(leaf.scale, Count) or (isinstance(leaf.scale, Number) and leaf.scale.max is None)
    if not unbounded or leaf.scale is None or "not_found" in (before.state, after.state):
        return None
    then, now = leaf.scale.number(before.value), leaf.scale.number(after.value)
    if then is None or now is None or min(then, now) < 0:
        return None
    ratio = (now + 1) / (then + 1)
    if max(ratio, 1 / ratio) < TIMES:
        return 0.0
    strength = min(100.0, 50.0 + 5.0 * (max(ratio, 1 / ratio) - TIMES))
    return strength if ratio > 1 else -strength


def _score(leaf: Node, final: Final) -> float | None:
    """The score of an answer by itself; nothing found earns nothing."""
    if final.state == "not_found":
        return 0.0
    if final.state != "answered" or leaf.scale is None:
        return None
    try:
        return leaf.scale.score(final.value)
    except ValueRefused:
        return None


def _is_fine(leaf: Node, answers: Sequence[Said]) -> bool:
    """Whether the item's answers show many steps: from none to all on a scale of two or three is a step, not a leap."""
    scores = {_score(leaf, Final(said.state, said.value)) for said in answers}
    return len(scores - {None}) >= _FEWEST_STEPS


def _told(case: Case, leaf: Node, leaps: Sequence[tuple[Said, Final, float]]) -> list[Finding]:
    together: dict[tuple[str, str, str], list[tuple[Said, Final, float]]] = {}
    for one in leaps:
        together.setdefault((one[0].unit, one[0].state, one[0].value), []).append(one)
    return [_finding(case, leaf, those) for those in together.values()]


def _finding(case: Case, leaf: Node, those: Sequence[tuple[Said, Final, float]]) -> Finding:
    said, before, leap = those[0]
    answers = tuple(one[0] for one in those)
    return Finding(
        kind="jump",
        key=key_of("jump", said.unit, leaf.code, said.state, said.value),
        places=tuple(one.place for one in answers),
        strength=clipped(abs(leap)),
        why=_why(leaf, before, said).format(**_words(case, leaf, before, said)),
        about=digest((before.state, before.value, *(part for one in answers for part in one.judged()))),
    )


def _why(leaf: Node, before: Final, said: Said) -> str:
    if before.state == "not_applicable":
        return _("{unit} {item} did not apply in {label}, and is answered by “{after}” here.")
    if said.state == "not_found":
        return _("{unit} {item} was “{before}” in {label}, and nothing was found here: has it gone?")
    if said.state == "not_applicable":
        return _("{unit} {item} was “{before}” in {label}, and is said not to apply here.")
    if times := _times(leaf, before, Final(said.state, said.value)):
        if times > 0:
            return _("{unit} {item} went from “{before}” in {label} to “{after}”, {times} times as much.")
        return _("{unit} {item} went from “{before}” in {label} to “{after}”, {times} times less.")
    return _("{unit} {item} went from “{before}” in {label} to “{after}”, by {points} of 100 score points.")


def _words(case: Case, leaf: Node, before: Final, said: Said) -> Mapping[str, object]:
    after = Final(said.state, said.value)
    then, now = _score(leaf, before), _score(leaf, after)
    words: dict[str, object] = {
        "unit": case.units[said.unit],
        "item": leaf.code,
        "label": case.label,
        "before": case.value_words(leaf.code, before.state, before.value),
        "after": case.value_words(leaf.code, said.state, said.value),
        "points": "" if then is None or now is None else f"{abs(now - then):.0f}",
        "times": "",
    }
    if leaf.scale is not None and before.state == after.state == "answered":
        first, second = leaf.scale.number(before.value), leaf.scale.number(after.value)
        if first is not None and second is not None and min(first, second) >= 0:
            ratio = (second + 1) / (first + 1)
            words["times"] = f"{max(ratio, 1 / ratio):.0f}"
    return words
