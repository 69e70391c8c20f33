"""One hash for a form, the settings over it and what came of them."""

from msgspec import structs

from evalapp.form.model import form_hash
from evalapp.form.settings import Settings, apply_settings
from evalapp.form.tree import build_tree
from evalapp.score.digest import results_digest
from tests.score.evaluation import evaluate
from tests.score.written import written

ITEMS = "A\n  A1\n  A2 weight = 3\nB"
ANSWERS = "u: A1=80 A2=40 B=20\nv: A1=10 A2=unable B=90\nw: A1=1 B=2"
SET = Settings(policy={"unable": "zero"})


def digest(answers: str = ANSWERS, items: str = ITEMS, more: str = "", columns: str = "") -> str:
    return results_digest(evaluate(written(items, more), answers, columns))


def test_computed_again_it_is_the_same() -> None:
    assert digest() == digest()
    assert len(digest()) == 64
    int(digest(), 16)


def test_the_order_in_which_answers_were_given_leaves_no_trace() -> None:
    lines = ANSWERS.splitlines()
    turned = "\n".join(
        f"{unit}: " + " ".join(reversed(given.split()))
        for unit, given in (line.split(": ") for line in lines)
    )
    assert digest(turned) == digest()


def test_it_is_of_the_table_whose_rows_stand_in_the_order_of_the_roster() -> None:
    assert digest("\n".join(reversed(ANSWERS.splitlines()))) != digest()


def test_any_other_answer_form_roster_or_setting_gives_another() -> None:
    found = [
        digest(),
        digest(ANSWERS.replace("B=90", "B=90.00000001")),
        digest(ANSWERS.replace("A2=unable", "A2=not_applicable")),
        digest(ANSWERS.replace("v:", "x:")),
        digest(items=ITEMS.replace("weight = 3", "weight = 2")),
        digest(more="policy.decimals = 3"),
        digest(more='policy.rank_ties = "dense"'),
    ]
    assert len(set(found)) == len(found)


def test_what_the_guard_joins_is_one_result() -> None:
    results = evaluate(written(ITEMS), ANSWERS)
    noisy = structs.replace(results, points=results.points + 1e-12, node_score=results.node_score - 1e-12)
    other = structs.replace(results, points=results.points + 1e-8)
    assert results_digest(noisy) == results_digest(results) != results_digest(other)


def test_settings_count_beside_what_came_of_them() -> None:
    form = written(ITEMS).form
    applied = build_tree(apply_settings(form, SET))
    results = evaluate(applied, "u: A1=80 A2=40 B=20")
    # Nobody was unable, so the rows are the same: what was set still shows.
    plain = evaluate(build_tree(form), "u: A1=80 A2=40 B=20")
    assert results.points.tolist() == plain.points.tolist()
    assert results_digest(results, form_hash(form), SET) != results_digest(plain)
    assert results_digest(plain, form_hash(form)) == results_digest(plain)
