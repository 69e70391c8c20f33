"""A form with every kind of scale and every part, and a roster of cities with towns below them."""

from pathlib import Path

from evalapp.base.tables import parse_csv
from evalapp.entry.columns import ROSTER
from evalapp.entry.roster import Roster
from evalapp.entry.rosters import read_roster
from evalapp.form.reader import read_form_file
from evalapp.form.tree import Tree, build_tree

FORM = Path(__file__).parent / "data" / "all-kinds" / "all-kinds.toml"
JINAN, QINGDAO, ZIBO = "370100", "370200", "370300"
YANJI, CHENGGUAN = "370101", "370102"

_ROSTER = """code,name,size,parent,kind
370100,济南市,large,,
370200,青岛市,large,,
370300,淄博市,small,,
370101,燕矶镇,,370100,town
370102,城关镇,,370100,town
370201,城关镇,,370200,town
370301,双杨镇,,370300,town
"""

OF_CITY = {
    "A1": "dead=3;form=2", "A2": "90;;60", "A3": "once;later", "A4": "20", "A5": "150", "J1": "yes", "J2": "1",
    "P1": "no", "P2": "none", "V1": "no", "N1": "0", "N2": "1",
}  # fmt: skip
OF_TOWN = {"B1": "19/20", "B2": "yes"}


def tree() -> Tree:
    """The form's tree."""
    return build_tree(read_form_file(FORM))


def roster() -> Roster:
    """Three cities, four towns."""
    return read_roster(parse_csv(_ROSTER, "roster.csv", ROSTER))
