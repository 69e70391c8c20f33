"""How the command line spells what is varied."""

import pytest

from evalapp.form.cohort_rules import Best, Minmax, Percentile, Zscore
from evalapp.score.robustness.plan import (
    ALL_LEVELS,
    SPREAD,
    Misspelt,
    Normalisation,
    WeightChange,
    read_aggregation,
    read_level,
    read_normalisation,
    read_weights,
)


@pytest.mark.parametrize(
    ("text", "change"),
    [
        ("±10%", WeightChange("share", 0.1)),
        ("± 12.5 %", WeightChange("share", 0.125)),
        ("+-25%", WeightChange("share", 0.25)),
        ("+/-25%", WeightChange("share", 0.25)),
        ("10%", WeightChange("share", 0.1)),
        ("±１０％", WeightChange("share", 0.1)),
        ("dirichlet", WeightChange("dirichlet", 100.0)),
        ("Dirichlet:50", WeightChange("dirichlet", 50.0)),
        ("dirichlet:1", WeightChange("dirichlet", 1.0)),
    ],
)
def test_weights(text: str, change: WeightChange) -> None:
    found = read_weights(text)
    assert found.kind == change.kind
    assert found.amount == pytest.approx(change.amount)
    assert read_weights(found.text) == found


@pytest.mark.parametrize(
    "text",
    ["", "10", "±0%", "±100%", "-10%", "ten", "dirichlet:", "dirichlet:0", "dirichlet:x", "dirichlet:1e9"],
)
def test_what_is_no_way_to_draw_weights(text: str) -> None:
    with pytest.raises(Misspelt, match="“"):
        read_weights(text)


def test_means_and_levels() -> None:
    assert read_aggregation("arithmetic, Geometric") == ("arithmetic", "geometric")
    assert read_aggregation("form，harmonic") == ("form", "harmonic")
    assert [read_level(text) for text in ("", "all", "1", "12")] == [None, ALL_LEVELS, 1, 12]


@pytest.mark.parametrize("text", ["median", "arithmetic,arithmetic", ",", "form,quadratic"])
def test_what_is_no_mean(text: str) -> None:
    with pytest.raises(Misspelt):
        read_aggregation(text)


@pytest.mark.parametrize("text", ["0", "-1", "one", "1.5"])
def test_what_is_no_level(text: str) -> None:
    with pytest.raises(Misspelt):
        read_level(text)


def test_normalisations_are_cohort_rules_on_one_scale() -> None:
    form, minmax, zscore, percentile, best = read_normalisation("form,minmax,zscore,percentile,best")
    assert form.rule("higher") is None
    assert minmax.rule("lower") == Minmax(direction="lower")
    assert zscore.rule("higher") == Zscore(mean=50.0, sd=SPREAD)
    assert percentile.rule("higher") == Percentile(ties="average")
    assert best.rule("lower") == Best(direction="lower")
    assert read_normalisation("minmax:1:100")[0].rule("higher") == Minmax(range=(1.0, 100.0))
    assert read_normalisation("zscore:50:10")[0] == Normalisation("zscore", (50.0, 10.0))
    for text in ("form", "minmax:1:100", "zscore:50:10", "percentile:0.5:99.5"):
        assert read_normalisation(text)[0].text == text


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("rank", "percentile"),
        ("distance", "target of its own"),
        ("robust", "no normalisation"),
        ("minmax:1", "LOW:HIGH"),
        ("minmax:100:1", "run upwards"),
        ("zscore:50:0", "above 0"),
        ("best:1:2", "minmax:LOW:HIGH"),
        ("minmax,minmax", "twice"),
    ],
)
def test_what_is_no_normalisation(text: str, words: str) -> None:
    with pytest.raises(Misspelt, match=words):
        read_normalisation(text)
