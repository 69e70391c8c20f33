"""``evalapp problems``, ``evalapp submit``, and opening a task."""

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.command_line import SMALL_FORM, Account, union
from tests.cli.conftest import Office, founded

COLUMNS = ("unit", "item", "value", "state", "justification")
VALUES = {"A1": "yes", "A2": "full", "A3": "time;cost", "B1": "4", "B2": "10", "B3": "19/20"}


def complete(*units: str) -> list[tuple[str, ...]]:
    return [(unit, item, value, "", "") for unit in units for item, value in VALUES.items()]


@pytest.fixture
def mine(office: Office) -> list[str]:
    """The codes of the units that Wang answers."""
    return list(
        office.wang.asks(
            "open", office.desk.path("tasks/WXL.evalpkg"), "-o", office.wang.path("look.evalproj")
        )["units"]
    )


def test_nothing_answered_is_no_error(office: Office, mine: list[str]) -> None:
    found = office.wang.asks("problems", office.mine)
    assert found == {"problems": [], "unanswered": 6 * len(mine)}
    assert office.wang.types("problems", office.mine).err == f"{6 * len(mine)} items are not answered yet.\n"


def test_an_error_is_exit_status_1(office: Office, mine: list[str]) -> None:
    office.wang.types(
        "enter", office.mine, office.wang.writes("a.csv", COLUMNS, [(mine[0], "B1", "", "unable", "")])
    )
    (found,) = office.wang.asks("problems", office.mine, status=1)["problems"]
    assert (found["unit"], found["item"], found["severity"]) == (mine[0], "B1", "error")
    printed = office.wang.types("problems", office.mine, status=1)
    assert "B1" in printed.out
    assert found["message"] in printed.out


def test_a_warning_is_none(office: Office, mine: list[str]) -> None:
    rows = [(mine[0], "A1", "no", "", ""), (mine[0], "B1", "2", "", "")]
    office.wang.types("enter", office.mine, office.wang.writes("a.csv", COLUMNS, rows))
    (found,) = office.wang.asks("problems", office.mine)["problems"]
    assert (found["item"], found["severity"], found["message"]) == (
        "A1",
        "warning",
        "Channels without an entrance",
    )


def test_problems_speak_chinese_too(office: Office, mine: list[str], language: Callable[[str], None]) -> None:
    language("zh_CN")
    rows = [(mine[0], "A1", "no", "", ""), (mine[0], "B1", "2", "", "")]
    office.wang.types("enter", office.mine, office.wang.writes("a.csv", COLUMNS, rows))
    found = office.wang.types("problems", office.mine)
    assert found.out.splitlines()[1].split() == ["济南市", "A1", "警告", "没有入口却有渠道"]
    assert "未答" in found.err


def test_an_error_stands_in_the_way_of_handing_in(office: Office, mine: list[str]) -> None:
    rows = [*complete(*mine[1:]), (mine[0], "B1", "", "unable", "")]
    office.wang.types("enter", office.mine, office.wang.writes("a.csv", COLUMNS, rows))
    before = union(office.mine)
    package = office.wang.path("s.evalpkg")
    found = office.wang.types("submit", office.mine, "-o", package, "--json", status=1)
    assert found.json["error"]["code"] == "open_points"
    assert len(found.details) == 1
    assert "B1" in found.details[0]
    assert not package.exists()
    assert union(office.mine) == before

    receipt = office.wang.asks("submit", office.mine, "-o", package, "--unit", mine[1])
    assert receipt["units"] == [mine[1]]


def test_units_can_be_handed_in_one_by_one(office: Office, mine: list[str]) -> None:
    office.wang.types("enter", office.mine, office.wang.writes("a.csv", COLUMNS, complete(*mine)))
    first, both = office.wang.path("1.evalpkg"), office.wang.path("2.evalpkg")
    office.wang.types("submit", office.mine, "-o", first, "--unit", mine[0])
    office.desk.types("merge", office.project, first)
    scored = {
        row["unit"]
        for row in office.desk.asks("results", office.project)
        if row["item"] == "A1" and row["status"] == "scored"
    }
    assert scored <= {mine[0]}
    receipt = office.wang.asks("submit", office.mine, "-o", both, "--unit", mine[0], "--unit", mine[1])
    assert receipt["units"] == sorted(mine[:2])
    report = office.desk.asks("merge", office.project, both)
    assert report["files"][0]["verdict"] == "merge"


def test_the_printed_receipt(office: Office, mine: list[str]) -> None:
    office.wang.types("enter", office.mine, office.wang.writes("a.csv", COLUMNS, complete(mine[0])))
    package = office.wang.path("s.evalpkg")
    found = office.wang.types("submit", office.mine, "-o", package, "--comment", "先交一个城市")
    assert f"SHA-256 {hashlib.sha256(package.read_bytes()).hexdigest()}" in found.out
    assert (
        "2 units, 6 answers, 0 attachments. Since the last time: 6 new answers and 0 changed ones."
        in found.out
    )
    assert "6 items are not answered" in found.err


def test_a_second_receipt_counts_as_the_merge_does(office: Office, mine: list[str]) -> None:
    wang, desk = office.wang, office.desk
    rows = complete(mine[0])
    wang.types("enter", office.mine, wang.writes("a.csv", COLUMNS, rows[:-1]))
    wang.types("submit", "--comment", "先交这些", office.mine, "-o", wang.path("s.evalpkg"))
    desk.types("merge", office.project, wang.path("s.evalpkg"))
    changed = [(mine[0], "A2", "none", "", "")]
    wang.types("enter", office.mine, wang.writes("b.csv", COLUMNS, [*changed, rows[-1]]))
    receipt = wang.asks("submit", "--comment", "先交这些", office.mine, "-o", wang.path("t.evalpkg"))
    (report,) = desk.asks("merge", office.project, wang.path("t.evalpkg"))["files"]
    assert (receipt["new"], receipt["changed"]) == (report["answers"], report["changed"]) == (1, 1)
    again = wang.asks("submit", "--comment", "先交这些", office.mine, "-o", wang.path("u.evalpkg"))
    assert (again["new"], again["changed"]) == (0, 0)


def test_one_of_a_thing_is_told_in_the_singular(office: Office, mine: list[str]) -> None:
    wang = office.wang
    wrong = wang.writes("w.csv", COLUMNS, [(mine[0], "B2", "1.25", "", "")])
    found = wang.types("enter", office.mine, wrong, status=1).err
    assert "has 1 error. Nothing was written. Correct the cell listed" in found
    right = wang.writes("r.csv", COLUMNS, [(mine[0], "B2", "40", "", "")])
    assert "1 row read, 1 answer written." in wang.types("enter", office.mine, right).out
    done = wang.types(
        "submit", "--comment", "先交这些", office.mine, "-o", wang.path("s.evalpkg"), "--unit", mine[0]
    ).out
    assert "1 unit, 1 answer, 0 attachments. Since the last time: 1 new answer and 0 changed ones." in done
    merged = office.desk.types("merge", office.project, wang.path("s.evalpkg")).err
    assert "1 new answer and 0 changed ones were merged; 0 cells wait for a decision." in merged


@pytest.mark.parametrize("unit", ["999999", "370300 ", ""])
def test_a_unit_that_is_not_ones_own(office: Office, unit: str) -> None:
    before = union(office.mine)
    office.wang.types("submit", office.mine, "-o", office.wang.path("s.evalpkg"), "--unit", unit, status=1)
    assert not office.wang.path("s.evalpkg").exists()
    assert union(office.mine) == before


def test_a_unit_that_somebody_else_answers(office: Office, mine: list[str]) -> None:
    (other,) = {"370100", "370200", "370300"} - set(mine)
    found = office.wang.types(
        "submit", office.mine, "-o", office.wang.path("s.evalpkg"), "--unit", other, "--json", status=1
    )
    assert found.json["error"]["code"] == "unknown_unit"


def test_a_submission_never_replaces_the_project(office: Office, mine: list[str]) -> None:
    office.wang.types("enter", office.mine, office.wang.writes("a.csv", COLUMNS, complete(*mine)))
    before = union(office.mine)
    found = office.wang.types("submit", office.mine, "-o", office.mine, "--json", status=1)
    assert found.json["error"]["code"] == "same_file"
    assert union(office.mine) == before


def test_an_earlier_submission_is_replaced(office: Office, mine: list[str]) -> None:
    office.wang.types("enter", office.mine, office.wang.writes("a.csv", COLUMNS, complete(*mine)))
    package = office.wang.path("s.evalpkg")
    first = office.wang.asks("submit", office.mine, "-o", package)
    second = office.wang.asks("submit", office.mine, "-o", package)
    assert second["revisions"] == first["revisions"], "nothing new, so nothing is signed off again"


def test_a_folder_that_is_not_there_is_made(office: Office, mine: list[str]) -> None:
    office.wang.types("enter", office.mine, office.wang.writes("a.csv", COLUMNS, complete(*mine)))
    package = office.wang.path("交回/十月/s.evalpkg")
    office.wang.types("submit", office.mine, "-o", package)
    assert package.is_file()


def test_only_an_assessor_hands_in(office: Office) -> None:
    for arguments in (
        ("submit", office.project, "-o", office.desk.path("s.evalpkg")),
        ("problems", office.project),
    ):
        assert office.desk.types(*arguments, "--json", status=1).json["error"]["code"] == "role"


# Opening a task -------------------------------------------------------------------------------------------------------


def test_a_task_is_never_opened_over_a_file(office: Office) -> None:
    before = union(office.mine)
    found = office.wang.types(
        "open", office.desk.path("tasks/WXL.evalpkg"), "-o", office.mine, "--json", status=1
    )
    assert found.json["error"]["code"] == "exists"
    assert union(office.mine) == before


def test_a_submission_is_no_task(office: Office, mine: list[str]) -> None:
    office.wang.types("enter", office.mine, office.wang.writes("a.csv", COLUMNS, complete(*mine)))
    office.wang.types("submit", office.mine, "-o", office.wang.path("s.evalpkg"))
    found = office.wang.types(
        "open", office.wang.path("s.evalpkg"), "-o", office.wang.path("new.evalproj"), "--json", status=1
    )
    assert found.json["error"]["code"] == "not_a_task"
    assert not office.wang.path("new.evalproj").exists()


def test_a_lost_project_comes_back_from_the_own_submissions(office: Office, mine: list[str]) -> None:
    office.wang.types("enter", office.mine, office.wang.writes("a.csv", COLUMNS, complete(*mine)))
    office.wang.types("submit", office.mine, "-o", office.wang.path("s.evalpkg"))
    n = len(complete(*mine))
    task, new = office.desk.path("tasks/WXL.evalpkg"), office.wang.path("new.evalproj")
    found = office.wang.types("open", task, "-o", new, "--from", office.wang.path("s.evalpkg"))
    assert f"{n} answers came back from 1 file." in found.out
    assert (
        office.wang.types("problems", new, "--json").json
        == office.wang.types("problems", office.mine, "--json").json
    )


@pytest.mark.parametrize("share", [0.1, 0.4, 0.7])
def test_a_damaged_task_leaves_no_file(office: Office, share: float) -> None:
    data = bytearray(office.desk.path("tasks/WXL.evalpkg").read_bytes())
    data[int(len(data) * share)] ^= 0x55
    office.wang.path("bad.evalpkg").write_bytes(data)
    office.wang.types(
        "open", office.wang.path("bad.evalpkg"), "-o", office.wang.path("new.evalproj"), "--json", status=1
    )
    assert not [path for path in office.wang.folder.iterdir() if path.name.startswith("new.evalproj")]


def test_tasks_written_again_are_the_same_task(office: Office, tmp_path: Path) -> None:
    first = office.desk.asks("task", office.project, "-o", office.desk.path("tasks"))
    again = office.desk.asks("task", office.project, "-o", office.desk.path("again"))
    assert [(task["code"], task["units"]) for task in first] == [
        (task["code"], task["units"]) for task in again
    ]
    zhao = Account(tmp_path / "zhao")
    zhao.types("open", office.desk.path("again/ZQM.evalpkg"), "-o", zhao.path("z.evalproj"))


def test_only_a_coordinator_hands_out(office: Office) -> None:
    assert (
        office.wang.types("task", office.mine, "-o", office.wang.path("t"), "--json", status=1).json["error"][
            "code"
        ]
        == "role"
    )
    assert not office.wang.path("t").exists()


# Deciding -------------------------------------------------------------------------------------------------------------


@pytest.fixture
def differing(tmp_path: Path) -> Account:
    """A desk where three assessors of everything differ in A2."""
    desk = founded(Account(tmp_path / "desk"), "--assign", "all")
    desk.types("task", desk.path("desk.evalproj"), "-o", desk.path("tasks"))
    for code, value in (("WXL", "full"), ("ZQM", "part"), ("SYN", "none")):
        person = Account(tmp_path / code)
        mine = person.path("p.evalproj")
        person.types("open", desk.path(f"tasks/{code}.evalpkg"), "-o", mine)
        rows = [
            (unit, item, value if item == "A2" and unit == "370100" else good, "", "")
            for unit, item, good, *_more in complete("370100", "370200", "370300")
        ]
        person.types("enter", mine, person.writes("a.csv", COLUMNS, rows))
        person.types("submit", mine, "-o", desk.path(f"inbox/{code}.evalpkg"))
    desk.types("merge", desk.path("desk.evalproj"), desk.path("inbox"))
    return desk


def test_every_side_of_a_difference_is_shown(differing: Account) -> None:
    project = differing.path("desk.evalproj")
    (cell,) = differing.asks("conflicts", project)["open"]
    assert {side["value"] for side in cell["assessments"]} == {"full", "part", "none"}
    head, row = differing.types("conflicts", project).out.splitlines()
    assert head.split() == [
        "Code",
        "Unit",
        "Item",
        "Status",
        "Comparison",
        "Effect",
        "Changes",
        "A",
        "B",
        "C",
        "Decided",
        "Basis",
    ]
    assert row.split()[-4:] == [*(side["value"] for side in cell["assessments"]), cell["basis"]]


def test_the_same_decisions_again_are_not_written_again(differing: Account) -> None:
    project = differing.path("desk.evalproj")
    (cell,) = differing.asks("conflicts", project)["open"]
    columns = ("unit", "item", "value", "reason_category", "reason", "basis")
    row = (cell["unit"], "A2", "part", "evidence", "看过截图", cell["basis"])
    table = differing.writes("d.csv", columns, [row])
    assert differing.asks("decide", project, table) == {"decided": 1, "same": 0, "open": 0}
    before = union(project)
    assert differing.asks("decide", project, table) == {"decided": 0, "same": 1, "open": 0}
    assert (
        "0 decisions were recorded, 1 was there already; 0 cells still wait."
        in differing.types("decide", project, table).out
    )
    assert union(project) == before
    other = differing.writes("other.csv", columns, [(*row[:4], "又看了一遍", cell["basis"])])
    assert differing.asks("decide", project, other) == {"decided": 1, "same": 0, "open": 0}
    past = differing.asks("project", "history", project, cell["unit"], "A2")
    assert [one["text"] for one in past if one["kind"] == "decision"] == ["看过截图", "又看了一遍"]
    answers = {one["id"] for one in past if one["kind"] == "answer"}
    assert [set(one["weighed"]) for one in past if one["kind"] == "decision"] == [answers, answers]


def test_a_decision_with_new_material_is_listed_below_the_queue(differing: Account, tmp_path: Path) -> None:
    project = differing.path("desk.evalproj")
    (cell,) = differing.asks("conflicts", project)["open"]
    columns = ("unit", "item", "value", "reason_category", "reason", "basis")
    row = (cell["unit"], "A2", "part", "evidence", "看过截图", cell["basis"])
    differing.types("decide", project, differing.writes("d.csv", columns, [row]))
    wang = Account(tmp_path / "WXL")
    mine = wang.path("p.evalproj")
    again = wang.writes("b.csv", COLUMNS, [(cell["unit"], "A2", "full", "", "晚上又看了一遍")])
    wang.types("enter", mine, again)
    wang.types("submit", "--comment", "先交这些", mine, "-o", wang.path("again.evalpkg"))
    differing.types("merge", project, wang.path("again.evalpkg"))
    found = differing.asks("conflicts", project)
    assert found["open"] == []
    assert [(one["item"], one["decided"]["value"]) for one in found["material"]] == [("A2", "part")]
    heading, *lines = differing.types("project", "history", project, cell["unit"], "A2").out.splitlines()
    assert heading.split()[0] == "No." and "Weighed" in heading
    (decision,) = [line for line in lines if "看过截图" in line]
    weighed = decision.partition("看过截图")[2].replace(",", " ").split()
    known = [line.split()[0] for line in lines if "看过截图" not in line and "晚上又看了一遍" not in line]
    assert weighed == known, "not the answer that came later, wherever its counter puts it"


def test_an_unknown_reason_category_is_named_with_those_that_are_allowed(differing: Account) -> None:
    project = differing.path("desk.evalproj")
    (cell,) = differing.asks("conflicts", project)["open"]
    columns = ("unit", "item", "value", "reason_category", "reason", "basis")
    rows = [
        (cell["unit"], "A2", "part", category, "看过截图", cell["basis"]) for category in ("evidnce", "date")
    ]
    found = differing.asks("decide", project, differing.writes("d.csv", columns, rows[:1]), status=1)
    (said,) = found["error"]["details"]
    assert (
        "“evidnce” is no reason category; allowed are evidence, overlooked, date, misread, mended, other."
        in said
    )
    assert "(did you mean “evidence”?)" in said
    rows[1] = (*rows[1][:4], " ", cell["basis"])
    found = differing.asks("decide", project, differing.writes("d.csv", columns, rows[1:]), status=1)
    assert found["error"]["details"][0].endswith("a decision needs a reason.")


def test_a_decision_can_be_a_state(differing: Account) -> None:
    project = differing.path("desk.evalproj")
    (cell,) = differing.asks("conflicts", project)["open"]
    columns = ("unit", "item", "value", "reason_category", "reason", "basis", "state")
    row = (cell["unit"], "A2", "", "overlooked", "三处都没有找到", cell["basis"], "not_found")
    assert differing.asks("decide", project, differing.writes("d.csv", columns, [row])) == {
        "decided": 1,
        "same": 0,
        "open": 0,
    }
    (found,) = [
        row for row in differing.asks("results", project) if (row["unit"], row["item"]) == ("370100", "A2")
    ]
    assert (found["points"], found["status"]) == (0.0, "not_found")


def test_wrong_decisions_are_all_listed_and_none_is_taken(differing: Account) -> None:
    project = differing.path("desk.evalproj")
    (cell,) = differing.asks("conflicts", project)["open"]
    columns = ("unit", "item", "value", "reason_category", "reason", "basis")
    good = (cell["unit"], "A2", "part", "evidence", "理由", cell["basis"])
    rows = [
        good,
        good,
        ("999999", *good[1:]),
        (good[0], "Z9", *good[2:]),
        (*good[:2], "perfect", *good[3:]),
        (*good[:3], "mood", *good[4:]),
    ]
    found = differing.types("decide", project, differing.writes("d.csv", columns, rows), "--json", status=1)
    assert [detail.split(":")[0].removeprefix("d.csv, ") for detail in found.details] == [
        "row 3",
        "row 4",
        "row 5",
        "row 6",
        "row 7",
    ]
    assert len(differing.asks("conflicts", project)["open"]) == 1


def test_a_form_in_hand_is_the_form_of_the_project(differing: Account) -> None:
    digest = differing.asks("form", "show", SMALL_FORM)["hash"]
    assert differing.asks("project", "info", differing.path("desk.evalproj"))["about"]["form_hash"] == digest


def test_a_task_is_checked_before_its_place_is_asked_for(office: Office) -> None:
    task = office.desk.path("tasks/WXL.evalpkg")
    found = office.wang.types("open", task, status=2)
    assert "a sound task for 王晓岚" in found.err and "-o" in found.err
    broken = office.wang.path("broken.evalpkg")
    broken.write_bytes(task.read_bytes()[:-200])
    for place in ([], ["-o", office.mine]):
        found = office.wang.types("open", broken, *place, "--json", status=1)
        assert found.json["error"]["code"] == "not_a_package"


@pytest.mark.parametrize("suffix", [".pdf", ".txt", ".json"])
def test_the_receipt_is_written_as_a_file_too(office: Office, mine: list[str], suffix: str) -> None:
    office.wang.types("enter", office.mine, office.wang.writes("a.csv", COLUMNS, complete(*mine)))
    package, paper = office.wang.path("s.evalpkg"), office.wang.path(f"receipt{suffix}")
    found = office.wang.types("submit", office.mine, "-o", package, "--receipt", paper)
    assert f"The receipt is in {paper}." in found.out
    assert paper.stat().st_size > 200
    if suffix == ".json":
        assert hashlib.sha256(package.read_bytes()).hexdigest() in paper.read_text(encoding="utf-8")


def test_a_receipt_of_no_known_kind_is_refused_before_anything_is_signed(
    office: Office, mine: list[str]
) -> None:
    office.wang.types("enter", office.mine, office.wang.writes("a.csv", COLUMNS, complete(*mine)))
    package, before = office.wang.path("s.evalpkg"), union(office.mine)
    wrong = office.wang.path("receipt.docx")
    found = office.wang.types("submit", office.mine, "-o", package, "--receipt", wrong, "--json", status=1)
    assert found.json["error"]["code"] == "receipt_kind"
    assert not package.exists()
    assert union(office.mine) == before
