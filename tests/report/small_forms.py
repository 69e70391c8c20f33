"""Small forms that between them use everything a form can say about totals, with answers drawn from pools."""

from random import Random

from evalapp.base.tables import parse_csv
from evalapp.entry.columns import ROSTER, SCORES
from evalapp.entry.rosters import read_roster
from evalapp.entry.scores import read_scores
from evalapp.entry.states import compile_rules
from evalapp.form.reader import read_form
from evalapp.form.scales import Binary, Checklist, Count, Options, Rate, Scale
from evalapp.form.tree import Tree, build_tree
from evalapp.score.results import Results, compute

PARTS = """
policy.fail_below = 50
policy.floor = 20
policy.cap = 104
policy.bonus = { cap = 12, gate = "base > 60.0 && unit.kind == 'portal'" }
units.means = ["kind"]
grade = [
  { id = "fail", name = "不合格", fail = true },
  { id = "good", name = "良好", above = 80 },
  { id = "pass", name = "合格", min = 50, pass = true },
  { id = "rest", name = "其他" },
]
item = [
  { code = "K", title = "基本", weight = 100 },
  { code = "K1", parent = "K", title = "K1", weight = 60, scale = { kind = "number", max = 100 } },
  { code = "K2", parent = "K", title = "K2", weight = 40, scale = { kind = "number", max = 100 } },
  { code = "P", title = "扣分", part = "penalty" },
  { code = "P1", parent = "P", title = "P1", scale = { kind = "options", options = [ { value = "no", points = 0 }, { value = "yes", points = -6 } ] } },
  { code = "Q", title = "Q", part = "penalty", scale = { kind = "count", each = -1, floor = -5 } },
  { code = "J", title = "加分", part = "bonus", cap = 8 },
  { code = "J1", parent = "J", title = "J1", weight = 10, scale = { kind = "number", max = 100 } },
  { code = "J2", parent = "J", title = "J2", scale = { kind = "binary", points = 3 } },
  { code = "X", title = "另加", part = "bonus", weight = 6, scale = { kind = "number", max = 100 } },
]
"""

VETOES = """
policy.not_applicable = "equal"
policy.fail_below = 40
grade = [
  { id = "good", name = "良好", min = 70 },
  { id = "fail", name = "不合格", fail = true },
  { id = "pass", name = "合格", pass = true },
  { id = "rest", name = "其他" },
]
item = [
  { code = "K", title = "基本", weight = 70, applies = "unit.kind != 'account'" },
  { code = "K1", parent = "K", title = "K1", weight = 30, scale = { kind = "number", max = 100 } },
  { code = "K2", parent = "K", title = "K2", weight = 40, scale = { kind = "number", max = 100 } },
  { code = "KV", parent = "K", title = "KV", part = "veto", veto = { effect = "item" }, scale = { kind = "binary" } },
  { code = "L", title = "其余", weight = 30, applies = "unit.kind != 'account'", scale = { kind = "number", max = 100 } },
  { code = "V", title = "否决", part = "veto" },
  { code = "VC", parent = "V", title = "VC", veto = { effect = "cap", points = 45 }, scale = { kind = "count" } },
  { code = "VF", parent = "V", title = "VF", scale = { kind = "binary" } },
  { code = "VX", parent = "V", title = "VX", veto = { effect = "fixed", points = 39.5 }, scale = { kind = "binary" } },
  { code = "VZ", parent = "V", title = "VZ", veto = { effect = "zero" }, scale = { kind = "checklist", ticks = [ { id = "a" } ] } },
]
"""

PROFILES = """
units.within = "kind"
units.number = ["before"]
policy.weights = "relative"
policy.rank_ties = "dense"
policy.min_coverage = 0.4
policy.unanswered = "reweight"
profile = [
  { id = "large * site", when = "unit.size == 'large'", weights = { B = 0, "A.2" = 3 } },
  { id = "small", when = "unit.size == 'small'", weights = { A = 1, C = 5 } },
]
grade = [
  { id = "top", name = "前列", top = 0.3 },
  { id = "sd", name = "中上", sd = 0 },
  { id = "rest", name = "其余" },
]
index = [
  { id = "ab", title = "两项", items = { A = 0.7, B = 0.3 } },
  { id = "sum", title = "合计", value = "total + unit.before" },
]
item = [
  { code = "A", title = "A", weight = 2, not_applicable = "zero" },
  { code = "A.1", parent = "A", title = "A.1", scale = { kind = "number", max = 100 } },
  { code = "A.2", parent = "A", title = "A.2", not_applicable = "rescale", scale = { kind = "number", max = 100 } },
  { code = "B", title = "B", aggregation = "harmonic" },
  { code = "B.1", parent = "B", title = "B.1", scale = { kind = "number", max = 100 } },
  { code = "B.2", parent = "B", title = "B.2", weight = 2, scale = { kind = "number", max = 100 } },
  { code = "C", title = "C", scale = { kind = "number", max = 100 } },
]
"""

COHORTS = """
units.within = "kind"
policy.weights = "relative"
policy.unanswered = "zero"
policy.unable = "zero"
policy.normalise = { method = "zscore", mean = 60, sd = 15 }
policy.rank_decimals = 1
item = [
  { code = "A", title = "A", normalise = { method = "minmax", range = [10, 90], if_equal = 50 }, not_applicable = "full" },
  { code = "A1", parent = "A", title = "A1", scale = { kind = "number", points = { method = "minmax", direction = "lower" } } },
  { code = "A2", parent = "A", title = "A2", scale = { kind = "number", min = 0, points = { method = "best" } } },
  { code = "AV", parent = "A", title = "AV", part = "veto", veto = { effect = "item" }, scale = { kind = "binary" } },
  { code = "B", title = "B", normalise = { method = "percentile", ties = "average" } },
  { code = "B1", parent = "B", title = "B1", scale = { kind = "number", points = { method = "zscore", mean = 50, sd = 10, direction = "lower" } } },
  { code = "B2", parent = "B", title = "B2", scale = { kind = "number", points = { method = "rank", ties = "average", direction = "lower" } } },
  { code = "C", title = "C", aggregation = "geometric" },
  { code = "C1", parent = "C", title = "C1", scale = { kind = "number", points = { method = "distance", target = 80 } } },
  { code = "C2", parent = "C", title = "C2", scale = { kind = "number", points = { method = "distance", target = 5, direction = "lower" } } },
  { code = "D", title = "D", normalise = { method = "rank" } },
  { code = "D1", parent = "D", title = "D1", scale = { kind = "number", points = { method = "percentile", range = [20, 100] } } },
  { code = "E", title = "E", normalise = { method = "best", direction = "lower" } },
  { code = "E1", parent = "E", title = "E1", scale = { kind = "number", min = 0, points = { method = "best", direction = "lower" } } },
]
"""

TOWNS = """
policy.weights = "relative"
policy.bonus = { cap = 5 }
item = [
  { code = "M", title = "镇均值", rollup = { kind = "town", take = "mean" }, scale = { kind = "number", max = 100 } },
  { code = "S", title = "镇合计", rollup = { kind = "town", take = "sum" }, scale = { kind = "number", max = 400 } },
  { code = "L", title = "镇最低", rollup = { kind = "town", take = "min", of = "score" }, scale = { kind = "binary" } },
  { code = "R", title = "镇比率", rollup = { kind = "town", take = "pooled" }, scale = { kind = "rate" } },
  { code = "X", title = "镇比较", rollup = { kind = "town", take = "max" }, scale = { kind = "number", points = { method = "minmax" } } },
  { code = "G", title = "所在镇", rollup = { kind = "town", take = "mean" }, normalise = { method = "minmax" } },
  { code = "G1", parent = "G", title = "G1", scale = { kind = "number", max = 100 } },
  { code = "G2", parent = "G", title = "G2", normalise = { method = "best" } },
  { code = "G21", parent = "G2", title = "G21", scale = { kind = "number", max = 100 } },
  { code = "GV", parent = "G", title = "GV", part = "veto", veto = { effect = "item" }, scale = { kind = "binary" } },
  { code = "O", title = "办事处", rollup = { kind = "office", take = "max" }, scale = { kind = "number", max = 100 } },
  { code = "V", title = "否决", part = "veto", rollup = { kind = "town", take = "any" }, veto = { effect = "cap", points = 50 } },
  { code = "V1", parent = "V", title = "V1", scale = { kind = "count" } },
  { code = "J", title = "加分", part = "bonus", weight = 6, rollup = { kind = "town", take = "mean", of = "score" }, scale = { kind = "binary" } },
  { code = "N", title = "备注", part = "note", rollup = { kind = "town", take = "sum" }, scale = { kind = "count" } },
  { code = "Z", title = "市级", scale = { kind = "number", max = 100 } },
]
"""

FORMS: dict[str, str] = {
    "parts": PARTS,
    "vetoes": VETOES,
    "profiles": PROFILES,
    "cohorts": COHORTS,
    "towns": TOWNS,
}

_HEAD = '\n[form]\nid = "small"\nversion = "1"\ntitle = "小评分表"\n'
_KINDS = ("portal", "site", "site", "account")
_SIZES = ("large", "small", "middle")


def results(name: str) -> Results:
    """The evaluation of one of the forms; always the same."""
    tree = build_tree(read_form((FORMS[name] + _HEAD).encode(), f"{name}.toml"))
    listed = _towns() if name == "towns" else _units()
    roster = read_roster(parse_csv(listed, "roster.csv", ROSTER), tree.form.units)
    sorts = {unit.code: unit.sort for unit in roster}
    scores = parse_csv(_answers(tree, sorts, Random(name)), "scores.csv", SCORES)
    every, finals = read_scores(tree, scores, roster)
    return compute(tree, compile_rules(tree), every, finals)


def _units() -> str:
    lines = ["code,name,kind,size,before"]
    lines += [
        f"u{n:02},单位{n},{_KINDS[n % len(_KINDS)]},{_SIZES[n % len(_SIZES)]},{'' if n == 5 else n}"
        for n in range(24)
    ]
    return "\n".join(lines)


def _towns() -> str:
    """Cities with up to three towns and an office; the last has none."""
    lines = ["code,name,kind,parent"]
    for city in range(9):
        lines.append(f"c{city},市{city},city,")
        lines += [f"c{city}t{town},镇{town},town,c{city}" for town in range(min(3, 8 - city))]
        lines += [f"c{city}o,办事处,office,c{city}"] if city % 2 else []
    return "\n".join(lines)


def _answers(tree: Tree, sorts: dict[str, str], chance: Random) -> str:
    """Most cells answered from few values, so that some are level; some with a state, a few left out."""
    lines = ["unit,item,value,state"]
    for unit, sort in sorts.items():
        for leaf in tree.leaves:
            if leaf.kind != sort or leaf.scale is None or not leaf.scale.typed:
                continue
            draw = chance.random()
            if draw < 0.01:
                continue
            if draw < 0.08:
                lines.append(f"{unit},{leaf.code},,{chance.choice(leaf.item.states)}")
            else:
                lines.append(f"{unit},{leaf.code},{_value(leaf.scale, chance)},")
    return "\n".join(lines)


def _value(scale: Scale, chance: Random) -> str:
    match scale:
        case Binary():
            return "yes" if chance.random() < 0.12 else "no"
        case Count():
            return str(chance.choice((1, 4)) if chance.random() < 0.12 else 0)
        case Options():
            return chance.choice(scale.options).value
        case Checklist():
            return scale.ticks[0].id if chance.random() < 0.12 else "none"
        case Rate():
            return f"{chance.randint(0, 8)}/8"
        case _:
            return chance.choice(("0", "7.25", "12.5", "33", "47", "60", "60", "71", "88", "95", "100"))
