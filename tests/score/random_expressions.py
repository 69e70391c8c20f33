"""Random conditions and derived values, over what is answered before them."""

from typing import TYPE_CHECKING, Any

from tests.score.random_scales import COHORT, NUMERIC, cohort_rule, some

if TYPE_CHECKING:
    from tests.score.random_forms import Draft

Item = dict[str, Any]


def add_expressions(draft: "Draft", item: Item) -> None:
    random, kind = draft.random, draft.kinds[item["code"]]
    readable = _readable(draft, item, kind)
    if some(random, 0.15):
        item["applies"] = _condition(draft, readable)
    numbers = [code for code in readable if _is_number(draft, code)]
    leaf = "scale" in item and "rollup" not in item and draft.parts[item["code"]] != "penalty"
    if leaf and numbers and some(random, 0.12):
        _derive(draft, item, numbers)


def _readable(draft: "Draft", item: Item, kind: str) -> list[str]:
    """Leaves that stand before ``item`` in the alphabet, so that nothing waits in a circle."""
    found = []
    for other in draft.items:
        if "scale" not in other:
            continue
        rollup = other.get("rollup")
        near = draft.kinds[other["code"]] == kind if rollup is None or kind else False
        combined = not kind and rollup is not None and rollup.get("of") != "score" and rollup["take"] != "any"
        if other["code"] < item["code"] and not _encloses(item, other) and (near or combined):
            found.append(other["code"])
    return found


def _is_number(draft: "Draft", code: str) -> bool:
    kind = draft.item(code)["scale"]["kind"]
    return kind in NUMERIC or (kind == "derived" and draft.parts[code] != "veto")


def _encloses(item: Item, other: Item) -> bool:
    return other["code"].startswith(item["code"])


def _condition(draft: "Draft", readable: list[str]) -> str:
    random = draft.random
    choices = ["true"] if draft.plain else ["unit.flag == 'y'", "unit.kind != 'county'", "unit.people > 5.0"]
    if readable and some(random, 0.6):
        code = random.choice(readable)
        scale = draft.item(code)["scale"]
        if scale["kind"] == "binary":
            choices = [f"answer['{code}']", f"!answered('{code}') || answer['{code}']"]
        elif scale["kind"] == "options":
            choices = [f"answer['{code}'] != 'o1'"]
        elif scale["kind"] == "checklist":
            choices = [f"'{scale['ticks'][0]['id']}' in answer['{code}']", f"size(answer['{code}']) > 0"]
        elif _is_number(draft, code):
            choices = [f"answer['{code}'] >= 3.0"]
        else:
            choices = [f"state('{code}') != 'not_found'"]
        choices.append(f"answered('{code}')")
    return random.choice(choices)


def _derive(draft: "Draft", item: Item, numbers: list[str]) -> None:
    random = draft.random
    first, second = random.choice(numbers), random.choice(numbers)
    sources = [f"answer['{first}'] * 0.5", f"mean([answer['{first}'], answer['{second}']])"]
    if not draft.plain:
        sources.append(f"answer['{first}'] / unit.people")
    scale: dict[str, Any] = {"kind": "derived", "value": random.choice(sources)}
    if draft.parts[item["code"]] == "veto":
        scale["value"] = f"answer['{first}'] > 6.0"
    elif draft.parts[item["code"]] != "note":
        scale |= random.choice(({"max": 12}, {"points": cohort_rule(random, random.choice(COHORT), 12)}))
    item["scale"] = scale
    item.pop("states", None)
    if draft.parts[item["code"]] == "bonus":
        item["weight"] = 3
