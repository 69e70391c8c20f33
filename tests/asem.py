"""A published index from another field and its three published computations, said as scoring forms and tables of scores.

``coinr-asem/README.md`` says what each is. The form ``asem.toml`` is the first; the others differ from it in what :class:`Case`
holds, and nothing else.
"""

import csv
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import tomli_w

DATA = Path(__file__).parent / "data" / "coinr-asem"
ROSTER = DATA / "roster.csv"
COUNTRIES = 51


@dataclass(frozen=True)
class Case:
    """One computation: its folder under ``expected``, its tables, and how it differs from ``asem.toml``."""

    name: str
    data: str = "iData_raw.csv"
    weights: str = "weights_equal.csv"
    aggregation: str = "arithmetic"
    range: tuple[float, float] = (0.0, 100.0)
    min_coverage: float = 0.0

    def expected(self, table: str) -> list[dict[str, str]]:
        """A row a country, ``uCode`` and a column for each item; empty where there is no score."""
        found = records(f"expected/{self.name}/{table}.csv")
        assert len(found) == COUNTRIES
        return [{code: "" if cell == "NA" else cell for code, cell in row.items()} for row in found]

    def form(self) -> dict[str, Any]:
        """The form as a document."""
        document = plain_form()
        document["policy"] |= {"aggregation": self.aggregation, "min_coverage": self.min_coverage}
        for scale in document["scales"].values():
            scale["points"]["range"] = list(self.range)
        weights = {row["iCode"]: float(row["Weight"]) for row in records(self.weights)}
        assert weights.keys() == {item["code"] for item in document["item"]}
        for item in document["item"]:
            item["weight"] = weights[item["code"]]
        return document

    def scores(self) -> list[tuple[str, str, str]]:
        """Unit, item and value of every cell of the table."""
        items = [item["code"] for item in plain_form()["item"] if "scale" in item]
        return [(row["uCode"], code, row[code]) for row in records(self.data) for code in items]


A1 = Case("A1_raw_minmax_equal_amean")
A5 = Case(
    "A5_raw_minmax1_custom_gmean", weights="weights_custom.csv", aggregation="geometric", range=(1.0, 100.0)
)
B3 = Case("B3_holes_minmax_equal_amean_thresh066", data="iData_holes.csv", min_coverage=0.66)
CASES = (A1, A5, B3)


def records(name: str) -> list[dict[str, str]]:
    """The rows of a table of the folder."""
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def plain_form() -> dict[str, Any]:
    """``asem.toml`` as a document."""
    return tomllib.loads((DATA / "asem.toml").read_text(encoding="utf-8"))


def write_form(document: dict[str, Any], folder: Path) -> Path:
    """A form's file of that document."""
    path = folder / "form.toml"
    path.write_bytes(tomli_w.dumps(document).encode())
    return path


def write_table(name: str, rows: list[tuple[str, ...]], folder: Path) -> Path:
    """A CSV file of these rows, the first of them its head."""
    path = folder / name
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return path


def write_scores(case: Case, folder: Path) -> Path:
    """The case's table of scores."""
    return write_table("scores.csv", [("unit", "item", "value"), *case.scores()], folder)
