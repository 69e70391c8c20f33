"""Forms that use what the format offers in unusual ways, and that are right: nothing may be said about them."""

import pytest

from evalapp.form.reader import examine_form

HEAD = '[form]\nid = "sound"\nversion = "1"\ntitle = "可用"\n'
RELATIVE = 'policy.weights = "relative"\n'
YES = 'scale = { kind = "binary" }'
A = f'{{ code = "A", title = "A", {YES} }}'

SOUND = {
    "a veto leaf in the base, for its group alone": f"""
        item = [{{ code = "A", title = "A" }}, {{ code = "A1", title = "A1", parent = "A", {YES} }},
        {{ code = "AV", title = "AV", parent = "A", part = "veto", veto = {{ effect = "item" }}, {YES} }}]
    """,
    "a veto of each scale that can be hit": f"""
        item = [{A}, {{ code = "V", title = "V", part = "veto" }},
        {{ code = "V1", title = "V1", parent = "V", scale = {{ kind = "count" }} }},
        {{ code = "V2", title = "V2", parent = "V", scale = {{ kind = "checklist", ticks = [{{ id = "a" }}] }} }},
        {{ code = "V3", title = "V3", parent = "V", scale = {{ kind = "deductions", points = 1, findings = [{{ id = "a", each = 1 }}] }} }},
        {{ code = "V4", title = "V4", parent = "V", scale = {{ kind = "rounds", n = 2, of = {{ kind = "binary" }} }} }},
        {{ code = "V5", title = "V5", parent = "V", scale = {{ kind = "options", options = [
          {{ value = "a", points = 0, veto = true }}, {{ value = "b", points = 0 }}] }} }},
        {{ code = "V6", title = "V6", parent = "V", scale = {{ kind = "derived", value = "answer['V1'] > 2.0 && answer['A']" }} }},
        {{ code = "V7", title = "V7", parent = "V", scale = {{ kind = "text" }} }}]
    """,
    "a veto item with points for fixed, and nothing for the rest": f"""
        policy.veto = {{ effect = "cap", points = 59 }}
        item = [{A}, {{ code = "V", title = "V", part = "veto", {YES} }},
        {{ code = "W", title = "W", part = "veto", veto = {{ effect = "fixed", points = 0 }}, {YES} }}]
    """,
    "a form of nothing but vetoes": f"""
        grade = [{{ id = "fail", name = "不合格", fail = true }}, {{ id = "pass", name = "合格", pass = true }}]
        item = [{{ code = "V", title = "V", part = "veto", {YES} }}]
    """,
    "every way to roll up": f"""
        item = [{A}, {{ code = "G", title = "G", rollup = {{ kind = "town", take = "min" }} }}, {{ code = "G1", title = "G1", parent = "G", {YES} }},
        {{ code = "M", title = "M", rollup = {{ kind = "town", take = "mean" }}, scale = {{ kind = "rate", points = {{ method = "target", target = 90 }} }} }},
        {{ code = "S", title = "S", rollup = {{ kind = "town", take = "sum" }}, scale = {{ kind = "count", cap = 9 }} }},
        {{ code = "X", title = "X", rollup = {{ kind = "town", take = "max", of = "score" }}, scale = {{ kind = "rounds", n = 2, of = {{ kind = "binary" }} }} }},
        {{ code = "R", title = "R", rollup = {{ kind = "county", take = "pooled" }}, scale = {{ kind = "rate" }} }},
        {{ code = "N", title = "N", part = "note", rollup = {{ kind = "town", take = "sum" }}, scale = {{ kind = "count" }} }},
        {{ code = "V", title = "V", part = "veto", rollup = {{ kind = "town", take = "any" }} }}, {{ code = "V1", title = "V1", parent = "V", {YES} }},
        {{ code = "J", title = "J", part = "bonus", weight = 3, rollup = {{ kind = "town", take = "max" }}, scale = {{ kind = "rate" }} }}]
    """,
    "conditions of a unit on what its towns came to": f"""
        item = [{{ code = "N", title = "N", part = "note", rollup = {{ kind = "town", take = "sum" }}, scale = {{ kind = "count" }} }},
        {{ code = "V", title = "V", part = "veto", rollup = {{ kind = "town", take = "any" }}, scale = {{ kind = "options", options = [
          {{ value = "a", points = 0, veto = true }}, {{ value = "b", points = 0 }}] }} }},
        {{ code = "A", title = "A", applies = "answer['N'] > 3.0 && !answer['V']", {YES} }},
        {{ code = "D", title = "D", scale = {{ kind = "derived", value = "answer['N'] / 4.0", max = 10 }} }}]
    """,
    "conditions of towns on what they answer themselves": f"""
        item = [{A}, {{ code = "G", title = "G", rollup = {{ kind = "town", take = "mean" }} }},
        {{ code = "G1", title = "G1", parent = "G", scale = {{ kind = "count", cap = 5 }} }},
        {{ code = "G2", title = "G2", parent = "G", applies = "answer['G1'] > 0.0", evidence = "answer['G1'] > 3.0", {YES} }}]
        check = [{{ id = "c", severity = "warning", when = "answer['G1'] == 0.0 && answer['G2']", message = "请核对" }}]
    """,
    "a truth that was derived, read as a truth": f"""
        item = [{{ code = "N", title = "N", part = "note", scale = {{ kind = "count" }} }},
        {{ code = "D", title = "D", part = "note", scale = {{ kind = "derived", value = "answer['N'] >= 5.0" }} }},
        {{ code = "E", title = "E", part = "note", scale = {{ kind = "derived", value = "answer['D'] || answer['N'] == 1" }} }},
        {{ code = "A", title = "A", applies = "!answer['E'] && answer['D'] == false", {YES} }}]
    """,
    "a number that was derived from a number": f"""
        item = [{{ code = "N", title = "N", part = "note", scale = {{ kind = "count" }} }},
        {{ code = "D", title = "D", scale = {{ kind = "derived", value = "answer['N'] * 2.0", points = {{ method = "minmax" }} }} }},
        {{ code = "A", title = "A", applies = "answer['D'] > 3.0", {YES} }}]
    """,
    "a divisor that is looked at first": f"""
        item = [{{ code = "N", title = "N", part = "note", scale = {{ kind = "count" }} }},
        {{ code = "M", title = "M", part = "note", scale = {{ kind = "count" }} }}, {A},
        {{ code = "V", title = "V", part = "veto", scale = {{ kind = "derived", value = "answer['M'] > 0.0 && answer['N'] / answer['M'] >= 0.05" }} }},
        {{ code = "D", title = "D", scale = {{ kind = "derived", value = "answer['N'] / answer['M']", max = 1 }} }}]
    """,
    "every penalty": f"""
        item = [{A}, {{ code = "P", title = "P", part = "penalty" }},
        {{ code = "P1", title = "P1", parent = "P", scale = {{ kind = "binary", points = -1 }} }},
        {{ code = "P2", title = "P2", parent = "P", scale = {{ kind = "count", each = -1 }} }},
        {{ code = "P3", title = "P3", parent = "P", scale = {{ kind = "deductions", points = 0, floor = -3, findings = [{{ id = "a", each = 1 }}] }} }},
        {{ code = "P4", title = "P4", parent = "P", scale = {{ kind = "checklist", ticks = [{{ id = "a", points = -1 }}] }} }},
        {{ code = "P5", title = "P5", parent = "P", scale = {{ kind = "rounds", n = 2, of = {{ kind = "binary", points = -1 }} }} }},
        {{ code = "P6", title = "P6", parent = "P", scale = {{ kind = "text" }} }}]
    """,
    "bonus behind a gate, with caps": f"""
        policy.bonus = {{ cap = 30, gate = "base > 80.0 && unit.kind == 'portal'" }}
        item = [{A}, {{ code = "J", title = "J", part = "bonus", cap = 10 }}, {{ code = "J1", title = "J1", parent = "J", {YES} }}]
        grade = [{{ id = "top", name = "优", min = 110 }}]
    """,
    "a scale of every cohort rule in a form that only ranks": """
        item = [{ code = "A", title = "A", scale = { kind = "number", points = { method = "rank" } } },
        { code = "B", title = "B", scale = { kind = "rate", points = { method = "rank", ties = "average" } } }]
    """,
    "standard scores of one mean and deviation": f"""
        item = [{A}, {{ code = "B", title = "B", scale = {{ kind = "number", points = {{ method = "zscore", mean = 50, sd = 10 }} }} }}]
    """,
    "group scores compared over all units, and lines above the full score": f"""
        policy.normalise = {{ method = "zscore", mean = 100, sd = 15 }}
        policy.fail_below = 101
        item = [{{ code = "G", title = "G", normalise = {{ method = "rank" }} }}, {{ code = "G1", title = "G1", parent = "G", {YES} }}]
        grade = [{{ id = "top", name = "优", min = 130 }}, {{ id = "fail", name = "差", fail = true }}]
    """,
    "indices over items and over the total": f"""
        units.number = ["before"]
        item = [{A}]
        index = [{{ id = "I", title = "I", items = {{ A = 0.3 }} }}, {{ id = "J", title = "J", value = "total + unit.before" }}, {{ id = "K", title = "K", value = "total > 80.0" }}]
    """,
    "a profile under which some items do not exist": f"""
        item = [{A}, {{ code = "B", title = "B", {YES} }}, {{ code = "C", title = "C", weight = 0 }}, {{ code = "C1", title = "C1", parent = "C", {YES} }}]
        profile = [{{ id = "town", when = "unit.kind == 'town' || unit.kind in ['village', 'district']", weights = {{ A = 0, C = 2 }} }}]
    """,
    "counts that are only recorded": f"""
        item = [{A}, {{ code = "N", title = "N", part = "note", scale = {{ kind = "count" }} }},
        {{ code = "M", title = "M", part = "note", scale = {{ kind = "number", unit = "天" }} }}]
    """,
    "evidence on conditions, and none for what is derived": f"""
        item = [{{ code = "A", title = "A", evidence = "answer['A'] && state('B') != 'unable'", {YES} }}, {{ code = "B", title = "B", evidence = "none", {YES} }},
        {{ code = "D", title = "D", evidence = "none", scale = {{ kind = "derived", value = "3.0", max = 10 }} }}]
    """,
    "lists gone through": """
        item = [{ code = "C", title = "C", scale = { kind = "checklist", ticks = [{ id = "tel" }, { id = "mail" }] } },
        { code = "R", title = "R", scale = { kind = "rounds", n = 3, of = { kind = "options", options = [{ value = "full", points = 1 }, { value = "none", points = 0 }] } } },
        { code = "S", title = "S", scale = { kind = "rounds", n = 3, of = { kind = "number", min = 0, max = 9 } } },
        { code = "A", title = "A", applies = "answer['C'].exists(t, t == 'tel' || t.startsWith('m')) && 'full' in answer['R'] && mean(answer['S']) > 1.0", scale = { kind = "binary" } }]
    """,
}  # fmt: skip
POINTS = {
    "a group alone given another weight: those below keep their ratio": f"""
        item = [{{ code = "A", title = "A", weight = 60 }}, {{ code = "A1", title = "A1", parent = "A", weight = 40, {YES} }},
        {{ code = "A2", title = "A2", parent = "A", weight = 20, {YES} }}, {{ code = "B", title = "B", weight = 40, {YES} }}]
        profile = [{{ id = "p", when = "unit.kind == 'town'", weights = {{ A = 50, B = 50 }} }}]
    """,
    "weights moved below a group that keeps its own": f"""
        item = [{{ code = "A", title = "A", weight = 60 }}, {{ code = "A1", title = "A1", parent = "A", weight = 20 }},
        {{ code = "A11", title = "A11", parent = "A1", weight = 15, {YES} }}, {{ code = "A12", title = "A12", parent = "A1", weight = 5, {YES} }},
        {{ code = "A2", title = "A2", parent = "A", weight = 40, {YES} }}, {{ code = "B", title = "B", weight = 40, {YES} }}]
        profile = [{{ id = "p", when = "unit.kind == 'town'", weights = {{ A = 50, B = 50, A11 = 10, A12 = 10 }} }}]
    """,
    "weights moved between groups that have none of their own": f"""
        item = [{{ code = "A", title = "A" }}, {{ code = "A1", title = "A1", parent = "A", weight = 60, {YES} }}, {{ code = "B", title = "B" }},
        {{ code = "B1", title = "B1", parent = "B", weight = 40, {YES} }}]
        profile = [{{ id = "p", when = "unit.kind == 'town'", weights = {{ A1 = 30, B1 = 70 }} }}]
    """,
    "a group taken out, whatever is below it": f"""
        item = [{{ code = "A", title = "A", weight = 60 }}, {{ code = "A1", title = "A1", parent = "A", weight = 60, {YES} }}, {{ code = "B", title = "B", weight = 40, {YES} }}]
        profile = [{{ id = "p", when = "unit.kind == 'town'", weights = {{ A = 0, B = 100 }} }}]
    """,
    "a full score of 110, as printed": f"""
        form.full_score = 110
        item = [{{ code = "A", title = "A", weight = 110, {YES} }}]
        grade = [{{ id = "top", name = "优", min = 105 }}]
    """,
}  # fmt: skip


def said_of(text: str) -> tuple[str, ...]:
    head = HEAD
    lines = [line.strip() for line in text.strip().splitlines()]
    if lines[0].startswith("form."):
        head += lines.pop(0).removeprefix("form.") + "\n"
    examined = examine_form(("\n".join(lines) + "\n" + head).encode(), "f")
    return (*examined.errors, *examined.warnings)


@pytest.mark.parametrize("text", SOUND.values(), ids=SOUND.keys())
def test_nothing_is_said_of_a_sound_form(text: str) -> None:
    assert said_of(RELATIVE + text.strip()) == ()


@pytest.mark.parametrize("text", POINTS.values(), ids=POINTS.keys())
def test_nothing_is_said_of_points_that_add_up(text: str) -> None:
    assert said_of(text) == ()
