"""All statistics of one item, or of several taken together: a group, a project, a pair of assessors."""

from collections.abc import Sequence

import numpy as np
from msgspec import Struct

from evalapp.merge.agreement.alpha import krippendorff_alpha
from evalapp.merge.agreement.draws import Draws
from evalapp.merge.agreement.figures import Figure, Left
from evalapp.merge.agreement.icc import intraclass_correlations
from evalapp.merge.agreement.kappa import cohen_kappa, fleiss_kappa
from evalapp.merge.agreement.percent import exact, within_one_step
from evalapp.merge.agreement.ratings import Level, Ratings, Sample, pairs_within, sample


class Figures(Struct, frozen=True, kw_only=True):
    """Everything that is known of how far assessors agree; each figure says what it rests on.

    ``cells``: how many (item, unit) anybody has handed in; ``assessors``: how many people; ``pairs``: how many pairs
    of them share a cell. Percentages are shares, 0…1.
    """

    cells: int
    assessors: int
    pairs: int
    exact: Figure
    within_one_step: Figure
    kappa: Figure
    kappa_linear: Figure
    kappa_quadratic: Figure
    fleiss_kappa: Figure
    alpha_nominal: Figure
    alpha_ordinal: Figure
    alpha_interval: Figure
    alpha_ratio: Figure
    icc_1_1: Figure
    icc_2_1: Figure
    icc_3_1: Figure
    icc_1_k: Figure
    icc_2_k: Figure
    icc_3_k: Figure


STATISTICS: tuple[str, ...] = Figures.__struct_fields__[3:]
"""The names of the figures, in the order in which they are shown."""


def figures(items: Sequence[Ratings], draws: Draws | None = None) -> Figures:
    """The statistics of the items' assessments; with ``draws``, α has a bootstrap interval.

    Of several items, those whose scores have no measure in common with others do not enter what goes by scores, and
    ordinal and ratio α are not given: ranks and ratios of different items cannot be added up.
    """
    together = len(items) > 1
    categories = [sample(one, one.meaning.category, "measured") for one in items]
    places = [_places(one, together) for one in items]
    scores = [_scores(one, together, "nominal") for one in items]
    ranks = [_scores(one, together, "ordinal") for one in items]
    numbers = [sample(one, one.meaning.number, "no_zero") for one in items]
    if together:
        ranks = numbers = [sample(one, None, "not_pooled") for one in items]
    icc = intraclass_correlations(scores)
    return Figures(
        cells=sum(len(np.unique(one.unit)) for one in items),
        assessors=len({person for one in items for person in np.unique(one.assessor).tolist()}),
        pairs=len(pairs(items)),
        exact=exact(items),
        within_one_step=within_one_step(items),
        kappa=cohen_kappa(categories),
        kappa_linear=cohen_kappa(places, "linear"),
        kappa_quadratic=cohen_kappa(places, "quadratic"),
        fleiss_kappa=fleiss_kappa(categories),
        alpha_nominal=krippendorff_alpha(categories, "nominal", draws),
        alpha_ordinal=krippendorff_alpha(ranks, "ordinal", draws),
        alpha_interval=krippendorff_alpha(scores, "interval", draws),
        alpha_ratio=krippendorff_alpha(numbers, "ratio", draws),
        icc_1_1=icc.one_single,
        icc_2_1=icc.two_single,
        icc_3_1=icc.three_single,
        icc_1_k=icc.one_mean,
        icc_2_k=icc.two_mean,
        icc_3_k=icc.three_mean,
    )


def pairs(items: Sequence[Ratings]) -> list[tuple[int, int]]:
    """The pairs of assessors who have both handed in some cell, in order."""
    found: set[tuple[int, int]] = set()
    for one in items:
        first, second = pairs_within(one.cell)
        found.update(zip(one.assessor[first].tolist(), one.assessor[second].tolist(), strict=True))
    return sorted(found)


def _places(one: Ratings, together: bool) -> Sample:
    meaning = one.meaning
    lacking: Left = "measured" if meaning.category is None else "unordered"
    if meaning.place is not None and together and not meaning.comparable:
        return sample(one, None, "not_comparable")
    return sample(one, meaning.place, lacking)


def _scores(one: Ratings, together: bool, at_least: Level) -> Sample:
    meaning = one.meaning
    if meaning.score is None or not meaning.reaches(at_least):
        return sample(one, None, "unordered")
    if together and not meaning.comparable:
        return sample(one, None, "not_comparable")
    return sample(one, meaning.score, "unordered")
