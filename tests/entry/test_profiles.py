"""Which weights hold for a unit: the first profile whose condition its own row of the roster meets (FORM section 1)."""

from evalapp.entry.profiles import profile_of, tree_of
from evalapp.entry.roster import Unit
from evalapp.entry.states import compile_rules
from tests.score.written import TOWN, written

TREE = written(
    f'A\nT rollup = {{ {TOWN}, take = "mean" }}\n  T1\n  T2',
    "profile = [\n"
    '  { id = "large", when = "unit.size == \'large\'", weights = { T1 = 3 } },\n'
    '  { id = "any", when = "unit.size != \'\'", weights = { T2 = 0 } },\n'
    "]\n",
)
RULES = compile_rules(TREE)


def unit(size: str, parent: str = "") -> Unit:
    columns = {"code": "u", "name": "u", "size": size, "kind": "town" if parent else "city", "parent": parent}
    return Unit(key="u", code="u", name="u", columns=columns)


def weights(of: Unit) -> list[float]:
    return [node.nominal for node in tree_of(TREE, RULES, of).nodes]


def test_the_first_that_fits_holds_and_none_leaves_the_forms_own() -> None:
    assert [profile_of(TREE, RULES, unit(size)) for size in ("large", "small", "")] == [0, 1, None]
    assert weights(unit("")) == [50, 50, 25, 25]


def test_a_sub_unit_is_asked_by_its_own_row() -> None:
    assert weights(unit("large", parent="p")) == [50, 50, 37.5, 12.5]
    assert weights(unit("small", parent="p")) == [50, 50, 50, 0]
