"""Made-up answers of a city that does a share of what could be done: plausible on every scale that assessors answer."""

import random
from collections.abc import Mapping

from msgspec import structs

from evalapp.base.i18n import _
from evalapp.entry.asked import is_typed
from evalapp.entry.evidence import Evidence
from evalapp.entry.problems import AnswerView, find_problems
from evalapp.entry.roster import Unit
from evalapp.entry.states import FormRules
from evalapp.form.scales import (
    Binary,
    Checklist,
    Count,
    Deductions,
    Number,
    Options,
    Rate,
    Rounds,
    Scale,
    Words,
)
from evalapp.form.tree import Node, Tree
from evalapp.work.answers import Entered

_BLAMELESS = {"veto": 0.99, "penalty": 0.9}
"""How seldom a city is found out: by part, the least share of what could be done right."""
_TRIES = 40
_ATTEMPTS = 100
_FINDINGS = 3
_MISSED = 0.06


def made_up_answer(leaf: Node, level: float, chance: random.Random, unit: str = "") -> Entered | None:
    """An answer of a city that does ``level`` of what could be done, with words and a link behind it, the ``unit``'s own.

    None for words, which nobody makes up, and for what assessors do not type.
    """
    value = made_up_value(leaf, level, chance)
    if value is None:
        return None
    link = Evidence(
        kind="link",
        ref=f"https://example.invalid/{f'{unit}/' if unit else ''}{leaf.code}",
        title=_("Made-up page"),
        at=f"2021-10-{1 + chance.randrange(28):02}T0{chance.randrange(10)}:{chance.randrange(60):02}:00Z",
    )
    evidence = (link,) if leaf.item.evidence != "none" else ()
    return Entered(
        state="answered",
        value=value,
        justification=_("Made-up answer of the demonstration, see [1].")
        if evidence
        else _("Made-up answer of the demonstration."),
        evidence=evidence,
        confidence=chance.choice(("medium", "high")),
    )


def mended(
    tree: Tree,
    rules: FormRules,
    unit: Unit,
    answers: Mapping[str, Entered],
    level: float,
    chance: random.Random,
) -> dict[str, Entered]:
    """The answers of a unit that are to be other ones, so that no check of the form calls them an error.

    What a check objects to is made up again, words too; then the plainest values are tried, such as none at all. Where that
    leads nowhere, as with figures that have to agree to the last digit, its last item could not be assessed: no check reads
    that.
    """
    found = dict(answers)
    for attempt in range(3 * _ATTEMPTS):
        views = {
            item: AnswerView(
                state=one.state,
                value=one.value,
                justification=one.justification,
                n_evidence=len(one.evidence),
            )
            for item, one in found.items()
        }
        wrong = [one for one in find_problems(tree, rules, unit, views) if one.severity == "error"]
        if not wrong:
            break
        leaves = [tree.node(item) for item in wrong[0].items if tree.node(item).is_leaf]
        if attempt < 2 * _ATTEMPTS:
            again = {leaf.code: _again(leaf, level, chance, plain=attempt >= _ATTEMPTS) for leaf in leaves}
            found.update({item: one for item, one in again.items() if one is not None})
        else:
            last = next(leaf for leaf in reversed(leaves) if is_typed(leaf) and "unable" in leaf.item.states)
            found[last.code] = Entered(
                state="unable", justification=_("Made-up reason of the demonstration.")
            )
    return {item: one for item, one in found.items() if answers.get(item) != one}


def _again(leaf: Node, level: float, chance: random.Random, *, plain: bool) -> Entered | None:
    if isinstance(leaf.scale, Words):
        return Entered(state="answered", value=_("Made-up words of the demonstration."))
    answer = made_up_answer(leaf, level, chance)
    if answer is None or not plain or leaf.scale is None:
        return answer
    return structs.replace(answer, value=chance.choice(leaf.scale.examples()))


def made_up_value(leaf: Node, level: float, chance: random.Random) -> str | None:
    """The value of such an answer in its recorded form. A hit on a veto item and a penalty are rare."""
    if leaf.scale is None or not is_typed(leaf):
        return None
    if leaf.part == "note" and isinstance(leaf.scale, Count):
        return _value(leaf.scale, 1 - level, chance)  # what is only counted is mostly what is amiss
    blameless = _BLAMELESS.get(leaf.part)
    if blameless is None:
        return _value(leaf.scale, level, chance)
    return _free_of_blame(leaf.scale, max(level, blameless), chance)


def _value(scale: Scale, level: float, chance: random.Random) -> str | None:
    match scale:
        case Binary():
            return "yes" if chance.random() < level else "no"
        case Options():
            ordered = sorted(scale.options, key=lambda option: -option.points)
            place = min(len(ordered) - 1, int(abs(chance.gauss(0, 1)) * (1 - level) * len(ordered)))
            return ordered[place].value
        case Checklist():
            return ";".join(tick.id for tick in scale.ticks if chance.random() < level) or "none"
        case Count():
            most = int(scale.cap or 5)
            return str(sum(chance.random() < level for _turn in range(most)))
        case Number():
            return _measured(scale, level, chance)
        case Rate():
            of = 10
            return f"{sum(chance.random() < (1 + level) / 2 for _turn in range(of))}/{of}"
        case Deductions():
            return _findings(scale, level, chance)
        case Rounds():
            return _rounds(scale, level, chance)
        case _:
            return None


def _measured(scale: Number, level: float, chance: random.Random) -> str:
    """Of forty values within the bounds, one that scores about as well as the city does."""
    low = scale.min if scale.min is not None else 0.0
    high = scale.max if scale.max is not None else low + 100
    decimals = scale.decimals if scale.decimals is not None else 1
    values = [
        scale.read(f"{chance.uniform(low, high):.{decimals}f}") for _turn in range(_TRIES) if low < high
    ]
    return min(values, key=lambda value: abs((scale.score(value) or 0.0) - 100 * level))


def _findings(scale: Deductions, level: float, chance: random.Random) -> str:
    """Some of each kind, more where little is done; what costs everything is rare."""
    counts = {}
    for kind in scale.kinds:
        share = (1 - level) * (0.1 if kind.sole else 1.0)
        counts[kind.id] = sum(chance.random() < share for _turn in range(_FINDINGS))
    return scale.recorded(counts)


def _rounds(scale: Rounds, level: float, chance: random.Random) -> str:
    """All rounds, now and then without one that is not needed."""
    values = [_value(scale.one, level, chance) or "" for _round in range(scale.n)]
    if scale.needed < scale.n and chance.random() < _MISSED:
        values[chance.randrange(scale.n)] = ""
    return ";".join(value.replace(";", ",") for value in values)


def _free_of_blame(scale: Scale, blameless: float, chance: random.Random) -> str | None:
    """The answer where nothing is amiss, or, rarely, one of the others."""
    if isinstance(scale, Rounds):
        values = [_free_of_blame(scale.one, blameless, chance) or "" for _round in range(scale.n)]
        return ";".join(value.replace(";", ",") for value in values)
    innocent, guilty = _sides(scale)
    if not guilty or chance.random() < blameless:
        return innocent
    return chance.choice(guilty)


def _sides(scale: Scale) -> tuple[str | None, list[str]]:
    """The answer where nothing is amiss, and those where something is."""
    match scale:
        case Binary():
            return "no", ["yes"]
        case Options():
            ordered = sorted(scale.options, key=lambda option: (option.veto, -option.points))
            return ordered[0].value, [option.value for option in ordered[1:]]
        case Checklist():
            return "none", [tick.id for tick in scale.ticks]
        case Deductions():
            return "none", [f"{kind.id}=1" for kind in scale.kinds]
        case Count():
            return "0", ["1", "2"]
        case Number():
            values = scale.examples()
            return values[0], [values[-1]]
        case Rate():
            return "0/10", ["1/10"]
        case _:
            return None, []
