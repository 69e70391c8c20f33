"""Checks over all units of a project: what real packages bring is looked through, and what is said of findings holds or not."""

import hashlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evalapp.base.errors import AppError, Cancelled
from evalapp.base.progress import Progress
from evalapp.base.tables import parse_csv
from evalapp.entry.columns import SCORES
from evalapp.entry.contents import REVIEW, Review
from evalapp.merge.oddities.finding import Finding, Place
from evalapp.merge.oddities.settled import Word, standing_of, word_of
from evalapp.store.queries import revisions_of_kinds
from evalapp.work.changing import change_setting, change_unit
from evalapp.work.checks import Checked, ask_about, checked, dismiss, judge_evidence, reopen, words_of
from evalapp.work.checks_table import as_csv, listed
from evalapp.work.earlier import earlier_of_table, keep_earlier
from evalapp.work.evidence import content_evidence, link_evidence, screenshot_evidence
from evalapp.work.looking import Known, Looked, look_through
from evalapp.work.questions import all_asked
from evalapp.work.tasks import write_returns
from tests.odd_cities import FIRST, PNG, SECOND, UNITS, png, varied
from tests.people import GOOD, SMALL, Desk, Field, contents_of, edition, founded, mapping
from tests.work.test_coordinators import joins, sends


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return founded(tmp_path, codes=("WXL", "ZQM"), units=UNITS, mode="all")


@pytest.fixture
def wang(desk: Desk) -> Field:
    """Has answered everything plausibly."""
    field = desk.assessor("WXL")
    for unit in UNITS:
        field.answers_all(unit, varied(unit))
    return field


def looked(desk: Desk) -> Looked:
    return look_through(desk.project, Progress())


def found(desk: Desk, kind: str) -> list[Checked]:
    return [one for one in checked(looked(desk), words_of(desk.project)) if one.finding.kind == kind]


def one_of(desk: Desk, kind: str) -> Checked:
    (one,) = found(desk, kind)
    return one


def cells(finding: Finding) -> set[tuple[str, str]]:
    return {(place.unit, place.item) for place in finding.places}


# One of each kind, as it comes in packages -----------------------------------------------------------------------------


def test_plausible_answers_are_no_findings(desk: Desk, wang: Field) -> None:
    desk.merges(wang.hands_in())
    assert looked(desk).findings == ()
    assert len(looked(desk).said) == len(UNITS) * len(GOOD)


def test_a_value_that_slipped(desk: Desk, wang: Field) -> None:
    wang.answers(FIRST, "B2", "5.1")
    assert looked(desk).findings == (), "it is not handed in"
    desk.merges(wang.hands_in())
    assert cells(one_of(desk, "outlier").finding) == {(FIRST, "B2")}


def test_a_service_that_has_gone(desk: Desk, wang: Field) -> None:
    table = "unit,item,value\n" + "".join(f"{unit},A1,是\n" for unit in UNITS)
    keep_earlier(desk.project, earlier_of_table(desk.project, parse_csv(table, "last.csv", SCORES), "2021"))
    wang.answers(FIRST, "A1", "no")
    desk.merges(wang.hands_in())
    finding = one_of(desk, "jump").finding
    assert finding.why == f"市{FIRST} A1 went from “Yes” in 2021 to “No”, by 100 of 100 score points."


def test_one_screenshot_for_two_cities(desk: Desk, wang: Field) -> None:
    shot = screenshot_evidence(wang.project, PNG, "首页")
    for unit in (FIRST, SECOND):
        wang.answers(unit, "A2", "full", evidence=(shot,))
    desk.merges(wang.hands_in())
    finding = one_of(desk, "reused").finding
    assert cells(finding) == {(FIRST, "A2"), (SECOND, "A2")}
    assert finding.refs == (hashlib.sha256(PNG).hexdigest(),)


def test_files_that_are_not_what_they_should_be(desk: Desk, wang: Field) -> None:
    small = png(100, 60)
    wang.answers(FIRST, "A1", "yes", evidence=(screenshot_evidence(wang.project, small, "小图"),))
    wang.answers(
        FIRST, "A2", "full", evidence=(content_evidence(wang.project, b"no pdf at all", "指南.pdf"),)
    )
    wang.answers(FIRST, "B1", "4", evidence=(link_evidence(wang.project, "http://localhost/x"),))
    wang.answers(FIRST, "B3", "19/20", evidence=(link_evidence(wang.project, "http://www.jinan.gov.cn/"),))
    desk.merges(wang.hands_in())
    doubts = {next(iter(cells(one.finding)))[1]: one.finding.why for one in found(desk, "doubtful")}
    assert list(doubts) == ["A2", "B1", "A1", "B3"], "the gravest first"
    assert "100 × 60 pixels" in doubts["A1"]
    assert "指南.pdf” is damaged" in doubts["A2"]


def test_an_attachment_that_has_not_come(desk: Desk, wang: Field) -> None:
    wang.answers(FIRST, "A1", "yes", evidence=(screenshot_evidence(wang.project, PNG, "首页"),))
    desk.merges(wang.hands_in())
    assert looked(desk).findings == ()
    with desk.project.file.write() as connection:
        connection.exec_driver_sql("DELETE FROM attachment")
    assert "the file has not come" in one_of(desk, "doubtful").finding.why


def test_required_evidence_that_is_missing_is_told_unless_the_project_does_not_mind(tmp_path: Path) -> None:
    form = edition(
        tmp_path, "r", ('code = "A1"\nparent = "A"', 'code = "A1"\nparent = "A"\nevidence = "required"')
    )
    desk = founded(tmp_path, codes=("WXL",), units=UNITS, mode="all", form=form)
    change_setting(desk.project, "completion.evidence", "warn")
    desk.writes_tasks()
    wang = desk.assessor("WXL")
    wang.answers_all(FIRST, varied(FIRST))
    desk.merges(wang.hands_in(FIRST))
    assert (
        one_of(desk, "doubtful").finding.why
        == f"市{FIRST}: the form requires evidence for A1, and none was given."
    )
    change_setting(desk.project, "completion.evidence", "ignore")
    assert looked(desk).findings == ()


def test_answers_of_nobody_assigned_and_of_units_off_the_roster_do_not_count(desk: Desk, wang: Field) -> None:
    wang.answers(FIRST, "B2", "5.1")
    desk.merges(wang.hands_in())
    assert found(desk, "outlier")
    change_unit(desk.project, FIRST, removed=True)
    assert looked(desk).findings == ()


# What becomes of them --------------------------------------------------------------------------------------------------


@pytest.fixture
def slipped(desk: Desk, wang: Field) -> Checked:
    wang.answers(FIRST, "B2", "5.1")
    desk.merges(wang.hands_in())
    return one_of(desk, "outlier")


def test_what_was_dismissed_stays_so_only_while_it_is_the_same(
    desk: Desk, wang: Field, slipped: Checked
) -> None:
    with pytest.raises(AppError, match="why"):
        dismiss(desk.project, slipped.finding, " ")
    dismiss(desk.project, slipped.finding, "已电话核实")
    again = one_of(desk, "outlier")
    assert (again.standing, again.word and again.word.reason, again.word and again.word.by) == (
        "dismissed",
        "已电话核实",
        "何敏",
    )
    wang.answers(SECOND, "B2", "44.4")
    desk.merges(wang.hands_in())
    assert one_of(desk, "outlier").standing == "dismissed", "another city's answer is none of its business"
    zhao = desk.assessor("ZQM")
    zhao.answers_all(FIRST, {**varied(FIRST), "B2": "5.1"})
    desk.merges(zhao.hands_in(FIRST))
    assert one_of(desk, "outlier").standing == "open", "a second assessor says the same by now: that is news"


def test_a_dismissal_is_taken_back(desk: Desk, slipped: Checked) -> None:
    dismiss(desk.project, slipped.finding, "已电话核实")
    reopen(desk.project, slipped.finding)
    assert one_of(desk, "outlier").standing == "open"
    before = desk.ids()
    reopen(desk.project, slipped.finding)
    assert desk.ids() == before, "what is open already is not opened again"


def test_a_finding_becomes_a_question_and_waits(desk: Desk, wang: Field, slipped: Checked) -> None:
    finding = slipped.finding
    with pytest.raises(AppError, match="words"):
        ask_about(desk.project, finding, " ", finding.places)
    assert ask_about(desk.project, finding, "是 51 吗？", finding.places) == 1
    assert one_of(desk, "outlier").standing == "asked"
    (task,) = write_returns(desk.project, desk.folder / "returns", Progress())
    wang.opens_update(task.path)
    assert [one.text for one in all_asked(wang.project)] == ["是 51 吗？"]
    wang.answers(FIRST, "B2", "51")
    desk.merges(wang.hands_in())
    assert looked(desk).findings == ()


def shared(desk: Desk, wang: Field) -> Finding:
    shot = screenshot_evidence(wang.project, PNG, "首页")
    page = link_evidence(wang.project, "http://www.jinan.gov.cn/a")
    for unit in (FIRST, SECOND):
        wang.answers(unit, "A2", "full", evidence=(page, shot) if unit == FIRST else (shot,))
    desk.merges(wang.hands_in())
    return one_of(desk, "reused").finding


def test_evidence_is_judged_piece_by_piece(desk: Desk, wang: Field) -> None:
    finding = shared(desk, wang)
    first, second = finding.places
    with pytest.raises(AppError, match="why"):
        judge_evidence(desk.project, looked(desk), finding, "weak", "")
    assert judge_evidence(desk.project, looked(desk), finding, "broken", "这是另一个市的", (second,)) == 1
    assert one_of(desk, "reused").standing == "open", "one of two is judged"
    assert judge_evidence(desk.project, looked(desk), finding, "sound", "", (first,)) == 1
    assert one_of(desk, "reused").standing == "reviewed"
    assert judge_evidence(desk.project, looked(desk), finding, "sound", "", (first,)) == 0, "said already"
    words = words_of(desk.project).pieces
    assert {(place, word.status, word.reason) for (place, _ref), word in words.items()} == {
        (first, "sound", ""),
        (second, "broken", "这是另一个市的"),
    }
    assert judge_evidence(desk.project, looked(desk), finding, "open", "", (second,)) == 1
    assert one_of(desk, "reused").standing == "open"


def test_a_review_replaces_those_of_its_own_piece_alone(desk: Desk, wang: Field) -> None:
    shared(desk, wang)
    page, shot = "http://www.jinan.gov.cn/a", hashlib.sha256(PNG).hexdigest()
    seen = looked(desk)
    both = Finding(
        kind="doubtful", key="doubtful-x", places=(Place(FIRST, "A2", wang.id),), strength=1, why="", about="", refs=(page, shot)
    )  # fmt: skip
    assert judge_evidence(desk.project, seen, both, "sound", "") == 2
    only = Finding(
        kind="doubtful", key="doubtful-y", places=(Place(FIRST, "A2", wang.id),), strength=1, why="", about="", refs=(page,)
    )  # fmt: skip
    assert judge_evidence(desk.project, seen, only, "weak", "旧版页面") == 1
    assert {ref: word.status for (_place, ref), word in words_of(desk.project).pieces.items()} == {
        page: "weak",
        shot: "sound",
    }
    assert desk.check().faults == ()


def test_reviews_go_to_no_assessor_and_no_assessor_writes_one(desk: Desk, wang: Field) -> None:
    finding = shared(desk, wang)
    judge_evidence(desk.project, looked(desk), finding, "broken", "这是另一个市的")
    ask_about(desk.project, finding, "哪一张是本市的？", finding.places[:1])
    desk.writes_tasks()
    packages = [*desk.tasks.values(), *desk.writes_updates().values()]
    packages += [one.path for one in write_returns(desk.project, desk.folder / "returns", Progress())]
    assert len(packages) == 5
    for package in packages:
        assert not any(b'"kind":"review"' in line for line in contents_of(package)[1])
    with pytest.raises(AppError, match="coordinator's project"):
        dismiss(wang.project, finding, "没有问题")


def test_two_coordinators_who_differ_settle_nothing_until_one_looks_again(desk: Desk, wang: Field) -> None:
    finding = shared(desk, wang)
    other = desk.second_laptop()
    judge_evidence(desk.project, looked(desk), finding, "broken", "另一个市的")
    judge_evidence(other.project, looked(other), finding, "sound", "两市共用平台")
    desk.takes_over(other)
    other.takes_over(desk)
    assert desk.meaning(seals=False) == other.meaning(seals=False), "two orders of merging agree"
    for one in (desk, other):
        words = words_of(one.project).pieces.values()
        assert all(word.disputed and word.status == "open" for word in words)
        assert one_of(one, "reused").standing == "open"
        assert one.check().faults == ()
    judge_evidence(desk.project, looked(desk), finding, "sound", "两市共用平台")
    assert one_of(desk, "reused").standing == "reviewed"
    with desk.project.file.read() as connection:
        kept = revisions_of_kinds(connection, (REVIEW,))
    assert len(kept) == 6, "nothing was lost"
    assert all(isinstance(content, Review) for *_place, content in kept)


def test_what_was_said_travels_in_exchanges_and_means_the_same_there(desk: Desk, wang: Field) -> None:
    wang.answers(UNITS[2], "B2", "5.1")
    finding = shared(desk, wang)
    li = joins(desk, "LM")
    assert looked(li).findings == looked(desk).findings
    dismiss(li.project, one_of(li, "outlier").finding, "已电话核实")
    judge_evidence(desk.project, looked(desk), finding, "broken", "另一个市的")
    sends(li, desk)
    sends(desk, li)
    for one in (desk, li):
        assert one_of(one, "outlier").standing == "dismissed"
        assert one_of(one, "reused").standing == "reviewed"
        assert one.standing() == {}
    assert desk.meaning(seals=False) == li.meaning(seals=False), "two orders of merging agree"


def test_a_review_under_the_items_former_code_is_still_its_own(desk: Desk, wang: Field) -> None:
    finding = shared(desk, wang)
    judge_evidence(desk.project, looked(desk), finding, "broken", "另一个市的")
    later = edition(desk.folder, "2", ('code = "A2"', 'code = "A9"'))
    desk.brings(later, mapping(SMALL, later, 'from = "A2"\nto = "A9"'))
    again = one_of(desk, "reused")
    assert cells(again.finding) == {(FIRST, "A9"), (SECOND, "A9")}
    assert again.standing == "reviewed"
    judge_evidence(desk.project, looked(desk), again.finding, "sound", "")
    assert {word.status for word in words_of(desk.project).pieces.values()} == {"sound"}


# Looking ---------------------------------------------------------------------------------------------------------------


def test_it_is_cancelled_between_steps_and_writes_nothing(desk: Desk, slipped: Checked) -> None:
    before = desk.ids()
    progress = Progress()
    progress.cancel()
    with pytest.raises(Cancelled):
        look_through(desk.project, progress)
    assert desk.ids() == before


def test_files_are_looked_at_once(desk: Desk, wang: Field) -> None:
    shared(desk, wang)
    known: Known = {}
    first = look_through(desk.project, Progress(), known)
    assert len(known) == 1
    with desk.project.file.write() as connection:
        connection.exec_driver_sql("UPDATE attachment SET data = x'00'")
    assert look_through(desk.project, Progress(), known).findings == first.findings
    assert look_through(desk.project, Progress()).findings != first.findings


def test_the_table_names_assessors_only_where_it_is_about_them(desk: Desk, wang: Field) -> None:
    wang.answers(SECOND, "B2", "5.1")
    shared(desk, wang)
    zhao = desk.assessor("ZQM")
    own = screenshot_evidence(zhao.project, PNG, "也是首页")
    zhao.answers(FIRST, "A2", "part", evidence=(own,))
    rows = listed(looked(desk), checked(looked(desk), words_of(desk.project)))
    assert {row.kind: row.assessors for row in rows} == {"outlier": (), "reused": ()}
    desk.merges(zhao.hands_in(FIRST))
    seen = looked(desk)
    rows = listed(seen, checked(seen, words_of(desk.project)))
    assert {row.kind: row.assessors for row in rows} == {"outlier": (), "reused": ("WXL", "ZQM")}
    table = as_csv(rows).decode("utf-8-sig").splitlines()
    assert table[0] == "kind,strength,standing,units,items,assessors,why,reason,key"
    assert f'{FIRST};{SECOND},A2,WXL;ZQM,"One file stands behind' in table[1]


# The rules without a file ----------------------------------------------------------------------------------------------

PLACES = (Place("1", "A", "w"), Place("2", "A", "w"))
ODD = Finding(kind="reused", key="reused-1", places=PLACES, strength=1, why="", about="x", refs=("r",))


@pytest.mark.parametrize(
    ("pieces", "word", "asked", "standing"),
    [
        ({}, None, (), "open"),
        ({}, Word(status="sound", saw="x"), (), "dismissed"),
        ({}, Word(status="sound", saw="y"), (), "open"),
        ({}, Word(status="open"), (), "open"),
        ({0: "sound"}, None, (), "open"),
        ({0: "sound", 1: "broken"}, None, (), "reviewed"),
        ({0: "sound", 1: "open"}, None, (), "open"),
        ({}, None, (1,), "asked"),
        ({0: "sound", 1: "weak"}, None, (0,), "asked"),
        ({}, Word(status="sound", saw="x"), (0,), "dismissed"),
    ],
)
def test_what_became_of_a_finding(
    pieces: dict[int, str], word: Word | None, asked: tuple[int, ...], standing: str
) -> None:
    said = {(PLACES[n], "r"): Word(status=status) for n, status in pieces.items()}  # type: ignore[arg-type]
    findings = {} if word is None else {"reused-1": word}
    assert standing_of(ODD, said, findings, {PLACES[n] for n in asked}) == standing


WORDS = st.builds(
    Review, ref=st.just("r"), status=st.sampled_from(["sound", "weak", "broken"]), reason=st.text(max_size=3)
)


@settings(max_examples=50)
@given(st.lists(WORDS, min_size=1, max_size=4))
def test_no_order_chooses_among_words(said: list[Review]) -> None:
    rows = [(one, "何敏", "2021-10-21T01:42:00Z") for one in said]
    there, back = word_of(rows), word_of(rows[::-1])
    assert (there.status, there.disputed) == (back.status, back.disputed)
    assert there.disputed == (len({one.status for one in said}) > 1)
