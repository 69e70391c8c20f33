"""Answer sets that are the same: told where chance does not explain it, and nowhere else."""

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evalapp.merge.oddities.alike import find_alike
from evalapp.merge.oddities.case import Said
from tests.merge.oddities.cases import W, Z, case, said, wide_tree

LEAVES = 30
FORM = wide_tree(LEAVES)
ITEMS = [leaf.code for leaf in FORM.leaves]
STEPS = ("full", "part", "none")


def at_random(unit: str, seed: int, subject: str = W, items: list[str] = ITEMS) -> list[Said]:
    chance = Random(f"{seed}/{unit}")
    return [said(unit, item, chance.choice(STEPS), subject=subject) for item in items]


def copied(answers: list[Said], unit: str, subject: str = W, *, but: int = 0, text: str = "") -> list[Said]:
    """The answers again for another unit, the first few otherwise."""
    return [
        said(
            unit,
            one.item,
            STEPS[STEPS.index(one.value) - 1] if number < but else one.value,
            subject=subject,
            text=one.text or text,
        )
        for number, one in enumerate(answers)
    ]


def crowd(n: int = 8) -> list[Said]:
    return [one for number in range(n) for one in at_random(f"{number:03}", number)]


def test_a_unit_copied_from_another_is_told_with_share_and_number() -> None:
    first = at_random("000", 0)
    (found,) = find_alike(case([*crowd(), *copied(first, "900", but=1)], form=FORM))
    assert {place.unit for place in found.places} == {"000", "900"}
    assert len(found.places) == 2 * LEAVES
    assert found.why.startswith(
        "王晓岚 answered 市000, 市900 alike: 29 of 30 answers are the same (97 %), where 1"
    )
    assert found.strength > 80


def test_several_copies_are_one_finding() -> None:
    first = at_random("000", 0)
    copies = [one for n in range(4) for one in copied(first, f"90{n}")]
    (found,) = find_alike(case([*crowd(), *copies], form=FORM))
    assert {place.unit for place in found.places} == {"000", "900", "901", "902", "903"}
    assert (
        "answered 5 units alike, 市000, 市900, 市901, 市902, 市903: of two neighbours among them at least 30 of 30"
        in found.why
    )


@pytest.mark.parametrize(
    ("but", "told"), [(0, True), (1, True), (2, False)], ids=["all", "29 of 30", "28 of 30 are below 95 %"]
)
def test_nearly_everything_has_to_be_the_same(but: int, told: bool) -> None:
    first = at_random("000", 0)
    assert bool(find_alike(case([*crowd(), *copied(first, "900", but=but)], form=FORM))) is told


def test_where_everything_is_the_same_nobody_is_accused() -> None:
    answers = [said(f"{n:03}", item, "full") for n in range(20) for item in ITEMS]
    assert find_alike(case(answers, form=FORM)) == []


def test_two_cities_that_both_do_everything_are_no_finding_where_most_do() -> None:
    chance = Random(1)
    answers = [
        said(f"{n:03}", item, "full" if n < 2 or chance.random() < 0.93 else "part")
        for n in range(20)
        for item in ITEMS
    ]
    assert find_alike(case(answers, form=FORM)) == []


def test_few_answers_say_nothing() -> None:
    first = at_random("000", 0, items=ITEMS[:9])
    assert find_alike(case([*crowd(), *copied(first, "900")], form=FORM)) == []


def test_different_assessors_of_different_units_are_not_compared() -> None:
    first = at_random("000", 0)
    assert find_alike(case([*crowd(), *copied(first, "900", Z)], form=FORM)) == []


WORDS = "网页要求身份证原件，手机端写明可用电子证照，第{n}项。"


def reasoned(unit: str, *, texts: int = LEAVES, same: str = WORDS) -> list[Said]:
    return [
        said(one.unit, one.item, one.value, text=same.format(n=number) if number < texts else "")
        for number, one in enumerate(at_random(unit, 0))
    ]


def test_two_assessors_with_the_same_words_are_told() -> None:
    first = reasoned("000", texts=6)
    (found,) = find_alike(case([*crowd()[LEAVES:], *first, *copied(first, "000", Z)], form=FORM))
    assert {(place.unit, place.subject) for place in found.places} == {("000", W), ("000", Z)}
    assert found.why == (
        "王晓岚 and 赵启明 gave the same 30 of 30 answers for 市000, and of 6 justifications that both wrote 6 are the same word for "
        "word."
    )


@pytest.mark.parametrize(
    ("first", "second", "why"),
    [
        (reasoned("000", texts=0), "", "to agree is what both are there for"),
        (reasoned("000", texts=2), "", "two texts may be chance"),
        (reasoned("000", texts=6, same="见[1]"), "", "a phrase is short"),
        (
            reasoned("000", texts=6, same="在政务服务网首页看到入口。"),
            "",
            "what stands everywhere is a phrase",
        ),
        (reasoned("000", texts=0), "我自己另外写了一段说明。", "only one wrote"),
    ],
)
def test_two_assessors_who_agree_are_not(first: list[Said], second: str, why: str) -> None:
    answers = [*crowd()[LEAVES:], *first, *copied(first, "000", Z, text=second)]
    assert find_alike(case(answers, form=FORM)) == [], why


def test_it_holds_while_the_answers_are_the_same() -> None:
    first = at_random("000", 0)
    whole = [*crowd(), *copied(first, "900")]
    (before,) = find_alike(case(whole, form=FORM))
    (elsewhere,) = find_alike(
        case([one for one in whole if one.unit != "007"] + at_random("007", 99), form=FORM)
    )
    (changed,) = find_alike(case([*crowd(), *copied(first, "900", but=1)], form=FORM))
    assert (before.key, before.about) == (elsewhere.key, elsewhere.about)
    assert before.key == changed.key
    assert before.about != changed.about


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2**32), st.integers(3, 12))
def test_answers_at_random_are_never_alike(seed: int, units: int) -> None:
    answers = [one for n in range(units) for one in at_random(f"{n:03}", seed + n)]
    assert find_alike(case(answers, form=FORM)) == []


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2**32), st.randoms())
def test_the_order_of_answers_does_not_matter(seed: int, random: Random) -> None:
    first = at_random("000", seed)
    answers = [*[one for n in range(5) for one in at_random(f"{n:03}", seed)], *copied(first, "900")]
    shuffled = list(answers)
    random.shuffle(shuffled)
    assert {one.key: one for one in find_alike(case(answers, form=FORM))} == {
        one.key: one for one in find_alike(case(shuffled, form=FORM))
    }
