"""How a number came about, in sentences: what the reader of a result can check with a pocket calculator."""

import csv
import io
from pathlib import Path

import pytest

from evalapp.base.tables import read_csv
from evalapp.entry.columns import ROSTER, SCORES
from evalapp.entry.rosters import read_roster
from evalapp.entry.scores import read_scores
from evalapp.entry.states import FormRules, compile_rules
from evalapp.form.reader import read_form
from evalapp.form.tree import build_tree
from evalapp.report.explanation.distances import contribution_lines, gap_words
from evalapp.report.explanation.items import item_lines
from evalapp.report.explanation.totals import total_lines
from evalapp.score.contributions import contributions
from evalapp.score.explain.item import explain_item
from evalapp.score.explain.total import explain_total
from evalapp.score.printed import printed_gap
from evalapp.score.results import Results, compute

HEAD = '[form]\nid = "f"\nversion = "1"\ntitle = "f"\n'


class Evaluation:
    """Small texts read as the program reads files."""

    def __init__(self, folder: Path, form: str, scores: str, roster: str = "") -> None:
        tree = build_tree(read_form((HEAD + form).encode(), "f.toml"))
        units = None
        if roster:
            units = read_roster(read_csv(self._table(folder / "roster.csv", roster), ROSTER), tree.form.units)
        table = read_csv(self._table(folder / "scores.csv", "unit,item,value,state\n" + scores), SCORES)
        every, finals = read_scores(tree, table, units)
        self.rules: FormRules = compile_rules(tree)
        self.results: Results = compute(tree, self.rules, every, finals)

    @staticmethod
    def _table(path: Path, text: str) -> Path:
        rows = list(csv.reader(io.StringIO(text.strip())))
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([*row, *[""] * (len(rows[0]) - len(row))] for row in rows)
        return path

    def row(self, unit: str) -> int:
        return next(row for row, entry in enumerate(self.results.roster) if entry.code == unit)

    def item(self, unit: str, code: str) -> list[str]:
        return item_lines(explain_item(self.results, self.row(unit), code), "en")

    def total(self, unit: str) -> list[str]:
        return total_lines(explain_total(self.results, self.row(unit)), self.results.tree.form, "en")

    def distance(self, here: str, there: str = "") -> list[str]:
        found = contributions(self.results, self.rules, self.row(here), self.row(there) if there else None)
        return contribution_lines(found)


LEAVES = "".join(
    f'[[item]]\ncode = "{code}"\ntitle = "{code}"\nweight = {weight}\nscale = {{ kind = "number", max = 100 }}\n'
    for code, weight in (("A", 50), ("B", 30), ("C", 20))
)


def test_a_total_with_nothing_left_out(tmp_path: Path) -> None:
    found = Evaluation(tmp_path, LEAVES, "u,A,80\nu,B,60\nu,C,50\nv,A,70\nv,B,60\nv,C,50\n")
    assert found.total("u") == [
        "(A 80 × 50 + B 60 × 30 + C 50 × 20) / 100 = 68",
        "Base: 68 / 100 × 100 = 68.",
        "Total: 68 points.",
        "Rank 1 of 2.",
    ]


@pytest.mark.parametrize(
    ("policy", "lines"),
    [
        (
            "reweight",
            [
                "(A 80 × 50 + B 60 × 30) / 80 = 72.5",
                "C (not applicable) is left out; its weight 20 goes to the others in proportion.",
            ],
        ),
        (
            "equal",
            [
                "(A 80 × 60 + B 60 × 40) / 100 = 72",
                "A weighs 60 instead of 50.",
                "B weighs 40 instead of 30.",
                "C (not applicable) is left out; its weight 20 goes to the others in equal parts.",
            ],
        ),
        ("zero", ["(A 80 × 50 + B 60 × 30 + C 0 × 20) / 100 = 58"]),
    ],
)
def test_what_does_not_apply_says_where_its_weight_went(
    policy: str, lines: list[str], tmp_path: Path
) -> None:
    form = f'[policy]\nnot_applicable = "{policy}"\n' + LEAVES
    found = Evaluation(tmp_path, form, "u,A,80\nu,B,60\nu,C,,not_applicable\n")
    assert found.total("u")[: len(lines)] == lines


def test_what_is_waited_for(tmp_path: Path) -> None:
    found = Evaluation(tmp_path, LEAVES, "u,A,80\nu,B,60\n")
    assert found.total("u") == [
        "C (unanswered) is waited for, and so is everything above it.",
        "There is no total: pending.",
    ]
    assert found.item("u", "C") == ["C C: unanswered."]


def test_other_means(tmp_path: Path) -> None:
    scores = "u,A,80\nu,B,60\nu,C,50\n"
    geometric = Evaluation(tmp_path, '[policy]\naggregation = "geometric"\n' + LEAVES, scores)
    assert geometric.total("u")[0] == "A 80^(50/100) × B 60^(30/100) × C 50^(20/100) = 66.8012"
    harmonic = Evaluation(tmp_path, '[policy]\naggregation = "harmonic"\n' + LEAVES, scores)
    assert harmonic.total("u")[0] == "100 / (50 / A 80 + 30 / B 60 + 20 / C 50) = 65.5738"


INSPECTION = """
[policy]
fail_below = 60
bonus = { cap = 5, gate = "base > 80.0" }
[[grade]]
id = "fail"
name = { zh = "不合格", en = "Fail" }
fail = true
[[item]]
code = "V"
title = "V"
part = "veto"
scale = { kind = "binary" }
[[item]]
code = "K"
title = "K"
scale = { kind = "deductions", points = 100, findings = [ { id = "dead", each = 1 } ] }
[[item]]
code = "P"
title = "P"
part = "penalty"
scale = { kind = "binary", points = -3 }
[[item]]
code = "J"
title = "J"
part = "bonus"
scale = { kind = "count", each = 2, cap = 8 }
"""


@pytest.mark.parametrize(
    ("scores", "lines"),
    [
        (
            "u,V,no\nu,K,dead=10\nu,P,yes\nu,J,4\n",
            ["Base: 90 / 100 × 100 − 3 = 87.", "Bonus: 8 earned, at most 5 count.", "Total: 92 points."],
        ),
        (
            "u,V,no\nu,K,dead=20\nu,P,no\nu,J,1\n",
            ["The bonus gate “base > 80.0” is shut: 2 bonus points do not count.", "Total: 80 points."],
        ),
        (
            "u,V,no\nu,K,dead=41\nu,P,no\nu,J,1\n",
            [
                "The base is below the pass line 60, so the unit failed; it keeps points and rank.",
                "Grade: Fail (who fails).",
            ],
        ),
        ("u,V,yes\n", ["V was hit: the unit fails and has no total.", "There is no total: vetoed."]),
    ],
)
def test_penalty_gate_cap_fail_line_and_veto(scores: str, lines: list[str], tmp_path: Path) -> None:
    said = Evaluation(tmp_path, INSPECTION, scores).total("u")
    assert [line for line in said if line in lines] == lines


def test_a_value_is_shown_with_whom_it_was_compared(tmp_path: Path) -> None:
    form = '[[item]]\ncode = "A"\ntitle = "A"\nweight = 100\nscale = { kind = "number", points = { method = "minmax" } }\n'
    found = Evaluation(tmp_path, form, "u,A,20\nv,A,10\nw,A,50\n")
    assert found.item("u", "A") == [
        "A A: score 25 of 100, 25 of 100 points.",
        "Answer: 20.",
        "20 was compared with 3 values, from 10 to 50 (mean 26.6667): from the lowest to the highest of all units, 0 to 100.",
        "Of the total, 100 points rest on it; its nominal weight is 100.",
    ]


def test_what_was_rolled_up_names_the_sub_units(tmp_path: Path) -> None:
    form = (
        '[[item]]\ncode = "A"\ntitle = "A"\nrollup = { kind = "town", take = "mean" }\n'
        'scale = { kind = "number", max = 100 }\n'
    )
    roster = "code,name,parent,kind\nc,City,,\nt1,North,c,town\nt2,South,c,town\n"
    found = Evaluation(tmp_path, form, "t1,A,40\nt2,A,,not_found\n", roster)
    assert found.item("c", "A")[:4] == [
        "A A: score 20 of 100, 20 of 100 points.",
        "Formed from 2 sub-units: the mean of the values of its “town”.",
        "  North: 40",
        "  South: not found",
    ]


def test_the_distance_is_made_up_of_items(tmp_path: Path) -> None:
    found = Evaluation(tmp_path, LEAVES, "u,A,80\nu,B,60\nu,C,50\nv,A,70\nv,B,90\nv,C,50\n")
    assert found.distance("u", "v") == [
        "Distance of the totals: −4 points.",
        "B: −9 (18 here, 27 there)",
        "A: +5 (40 here, 35 there)",
    ]
    assert found.distance("u") == [
        "Distance of the totals: −2 points.",
        "B: −4.5 (18 here, 22.5 there)",
        "A: +2.5 (40 here, 37.5 there)",
    ]


def test_where_points_do_not_add_up_each_item_is_left_out_in_turn(tmp_path: Path) -> None:
    form = '[policy]\naggregation = "geometric"\nweights = "relative"\n' + LEAVES.replace(
        "weight = 30", "weight = 50"
    )
    found = Evaluation(
        tmp_path, form.replace("weight = 20", "weight = 0"), "u,A,100\nu,B,100\nv,A,25\nv,B,100\n"
    )
    said = found.distance("u", "v")
    assert said[:2] == ["Distance of the totals: +50 points.", "A: +50 (50 here, 12.5 there)"]
    assert said[-1].startswith("The points do not simply add up here.")


def test_printed_parts_that_miss_the_printed_total(tmp_path: Path) -> None:
    # 铜川市 2019: 30.40 + 31.76 + 11.58 = 73.74 in print, the printed total is 73.73.
    form = "".join(
        f'[[item]]\ncode = "{code}"\ntitle = "{code}"\nweight = {most}\nscale = {{ kind = "number", max = {most} }}\n'
        for code, most in (("A", 40), ("B", 40), ("C", 20))
    )
    found = Evaluation(tmp_path, form, "u,A,30.396\nu,B,31.756\nu,C,11.577\nv,A,30\nv,B,30\nv,C,10\n")
    gap = printed_gap(found.results, found.row("u"))
    assert gap is not None
    assert gap_words(gap).startswith(
        "The printed parts 30.40 + 31.76 + 11.58 add up to 73.74, the total is 73.73:"
    )
    assert printed_gap(found.results, found.row("v")) is None
