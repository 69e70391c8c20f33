"""Tables of final values and rosters: read whole, or every mistake listed with its place (FORM rule 1)."""

import pytest

from evalapp.base.errors import AppError
from evalapp.base.tables import parse_csv
from evalapp.entry.columns import ROSTER, SCORES
from evalapp.entry.final import Final, Finals
from evalapp.entry.roster import Roster
from evalapp.entry.rosters import read_roster
from evalapp.entry.scores import read_scores
from evalapp.form.model import Form, FormHead, Item, Units
from evalapp.form.scales import Binary, Number, Rate, Words
from evalapp.form.tree import build_tree

TREE = build_tree(
    Form(
        head=FormHead(id="f", version="1", title="评分表"),
        items=(
            Item(code="A", title="A"),
            Item(code="A.1", title="A.1", parent="A", scale=Binary()),
            Item(code="A.2", title="A.2", parent="A", scale=Number(min=0, max=10, decimals=1)),
            Item(code="B", title="B", weight=5, scale=Rate(), states=("not_found",)),
            Item(code="C", title="C", scale=Words()),
        ),
    )
)
CITIES = "code,name,province\n370100,济南市,山东省\n370200,青岛市,山东省\n"


def roster_of(text: str, units: Units | None = None) -> Roster:
    return read_roster(parse_csv(text, "roster.csv", ROSTER), units)


def scores_of(text: str, roster: Roster | None = None) -> tuple[Roster, Finals]:
    return read_scores(TREE, parse_csv(text, "scores.csv", SCORES), roster)


def mistakes(text: str, roster: Roster | None = None) -> list[str]:
    with pytest.raises(AppError) as caught:
        scores_of(text, roster)
    assert caught.value.code == "scores"
    assert "Nothing was written." in caught.value.message
    return list(caught.value.details)


def test_values_are_recorded_as_their_scales_write_them() -> None:
    roster, finals = scores_of(
        "unit,item,value\n青岛市,A.1,是\n青岛市,A.2,07.50\n济南市,B,１９/20\n济南市,C, 平台 \n"
    )
    assert [unit.code for unit in roster] == ["青岛市", "济南市"]
    assert finals == {
        ("青岛市", "A.1"): Final("answered", "yes"),
        ("青岛市", "A.2"): Final("answered", "7.5"),
        ("济南市", "B"): Final("answered", "19/20"),
        ("济南市", "C"): Final("answered", "平台"),
    }


def test_states_stand_in_their_own_column() -> None:
    _roster, finals = scores_of(
        "unit,item,value,state\nu,A.1,,not_found\nu,A.2,,unable\nv,A.1,no,answered\nv,A.2,,not_applicable\n"
    )
    assert finals == {
        ("u", "A.1"): Final("not_found"),
        ("u", "A.2"): Final("unable"),
        ("v", "A.1"): Final("answered", "no"),
        ("v", "A.2"): Final("not_applicable"),
    }


@pytest.mark.parametrize("line", ["u,A.1,,", "u,A.1,,blank", "u,B,,"])
def test_an_empty_value_without_a_state_is_blank(line: str) -> None:
    roster, finals = scores_of(f"unit,item,value,state\n{line}\n")
    assert [unit.code for unit in roster] == ["u"]
    assert finals == {}


def test_with_a_roster_all_its_units_count() -> None:
    cities = roster_of(CITIES)
    roster, finals = scores_of("unit,item,value\n370200,A.1,yes\n", cities)
    assert roster == cities
    assert finals == {("370200", "A.1"): Final("answered", "yes")}


@pytest.mark.parametrize(
    ("line", "column", "what"),
    [
        ("370300,A.1,yes,", "unit", "“370300” is not on the roster"),
        (",A.1,yes,", "unit", "the cell is empty"),
        ("370100,A.9,yes,", "item", "the form has no item “A.9”"),
        ("370100,,yes,", "item", "the form has no item “”"),
        ("370100,A,yes,", "item", "“A” is a group"),
        ("370200,A.1,no,", "item", "unit “370200” and item “A.1” stand in row 2 already"),
        ("370100,A.1,maybe,", "value", "the answer is yes or no"),
        ("370100,A.2,10.5,", "value", "above the highest value"),
        ("370100,A.2,1.25,", "value", "decimals"),
        ("370100,B,3/0,", "value", "must be above 0"),
        ("370100,A.1,yes,not_found", "value", "“yes” stands beside the state “not_found”"),
        ("370100,A.1,yes,blank", "value", "“yes” stands beside the state “blank”"),
        ("370100,A.1,,answered", "value", "the value is missing"),
        ("370100,A.1,,absent", "state", "“absent” is not one of answered, not_found"),
        ("370100,A.1,,Unable", "state", "“Unable” is not one of"),
        ("370100,B,,unable", "state", "does not offer the state “unable”"),
    ],
)
def test_a_mistake_is_named_with_row_and_column(line: str, column: str, what: str) -> None:
    details = mistakes(f"unit,item,value,state\n370200,A.1,yes,\n{line}\n", roster_of(CITIES))
    assert len(details) == 1
    assert details[0].startswith(f"scores.csv, row 3, column {column}: ")
    assert what in details[0]


def test_all_mistakes_are_listed() -> None:
    details = mistakes(
        "unit,item,value,state\nu,A.1,maybe,\nu,X,1,\nu,A.2,99,\nu,A.2,98,\nu,C,text,\nu,A,,\n"
    )
    assert [detail.split(": ")[0].removeprefix("scores.csv, ") for detail in details] == [
        "row 2, column value",
        "row 3, column item",
        "row 4, column value",
        "row 5, column item",
        "row 5, column value",
        "row 7, column item",
    ]


def test_a_roster_keeps_its_order_and_columns() -> None:
    roster = roster_of("name,code,people\n青岛市,370200,1007.17\n济南市,370100,\n")
    assert [(unit.key, unit.code, unit.name) for unit in roster] == [
        ("370200", "370200", "青岛市"),
        ("370100", "370100", "济南市"),
    ]
    assert roster[0].columns == {"name": "青岛市", "code": "370200", "people": "1007.17"}


@pytest.mark.parametrize(
    ("text", "units", "details"),
    [
        ("code,name\n1,甲\n1,乙\n", Units(), ["row 3, column code: “1” stands in row 2 already"]),
        (
            "code,name\n,甲\n2,\n",
            Units(),
            ["row 2, column code: the cell is empty", "row 3, column name: the cell is empty"],
        ),
        ("code,name\n", Units(), ["there is no row below the head line"]),
        (
            "code,name,parent,kind\n1,甲,2,town\n2,乙,2,town\n3,丙,1,town\n4,丁,,\n5,戊,4,\n",
            Units(),
            [
                "row 2, column parent: “2” is a sub-unit itself",
                "row 3, column parent: a unit cannot be a sub-unit of itself",
                "row 4, column parent: “1” is a sub-unit itself",
                "row 6, column kind: a sub-unit needs a kind",
            ],
        ),
        (
            "代码,名称,上级代码,类型\n1,甲,9,town\n",
            Units(),
            ["row 2, column 上级代码: “9” is not the code of a unit of this roster"],
        ),
        (
            "code,name\n1,甲\n",
            Units(within="kind", means=("province",)),
            ["the column “类型/kind”", "the column “省份/province”"],
        ),
        (
            "code,name,people\n1,甲,many\n2,乙,\n",
            Units(number=("people",)),
            ["row 2, column people: “many” is not a number"],
        ),
    ],
)
def test_the_mistakes_of_a_roster_are_all_listed(text: str, units: Units, details: list[str]) -> None:
    with pytest.raises(AppError) as caught:
        roster_of(text, units)
    assert caught.value.code == "roster"
    assert len(caught.value.details) == len(details)
    for found, wanted in zip(caught.value.details, details, strict=True):
        assert found.startswith("roster.csv")
        assert wanted in found
