"""Handing in under a project's rules: what must be mended, what takes a comment, what does not matter."""

from pathlib import Path

import pytest

from evalapp.base.errors import AppError
from evalapp.entry.contents import SignOff
from evalapp.form.label import say
from evalapp.work.accepting import accept_warnings
from evalapp.work.changing import change_setting
from evalapp.work.deciding import cell_view
from evalapp.work.readiness import points
from evalapp.work.submit import submit
from tests.people import UNITS, Desk, Field, edition, founded

U1, U2 = UNITS[:2]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return founded(tmp_path)


@pytest.fixture
def wang(desk: Desk) -> Field:
    return desk.assessor("WXL")


def sets(desk: Desk, wang: Field, **rules: str) -> None:
    """The coordinator sets rules; an update brings them."""
    for name, rule in rules.items():
        change_setting(desk.project, f"completion.{name}", rule)
    wang.opens_update(desk.writes_updates()["WXL"])


def refused(wang: Field, comment: str = "") -> AppError:
    before = wang.ids()
    path = wang.project.path.with_name("s.evalpkg")
    with pytest.raises(AppError) as found:
        submit(wang.project, path, (U1,), comment=comment)
    assert not path.exists()
    assert wang.ids() == before, "nothing was signed off"
    return found.value


def comments(wang: Field) -> list[str]:
    return [one.content.comment for one in wang.chain() if isinstance(one.content, SignOff)]


def test_a_complete_city_takes_no_comment(wang: Field) -> None:
    wang.answers_all(U1)
    wang.hands_in(U1, comment="")
    assert comments(wang) == [""]


def test_blanks_take_a_comment_which_travels(desk: Desk, wang: Field) -> None:
    wang.answers(U1, "A1", "yes")
    error = refused(wang)
    assert error.code == "comment"
    assert len(error.details) == 5
    assert refused(wang, "  \n").code == "comment"
    package = wang.hands_in(U1, comment="其余下周补")
    assert "“其余下周补”" in desk.looks_at(package).files[0].reason
    assert desk.merges_one(package).comment == "其余下周补"
    assert comments(wang) == ["其余下周补"]
    said = [one.content.comment for one in desk.chain_of(wang.id) if isinstance(one.content, SignOff)]
    assert said == ["其余下周补"]


def test_blanks_that_must_be_answered(desk: Desk, wang: Field) -> None:
    sets(desk, wang, unanswered="block")
    wang.answers(U1, "A1", "yes")
    assert refused(wang, "其余下周补").code == "open_points"
    wang.answers_all(U1)
    wang.hands_in(U1, comment="")


def test_blanks_that_do_not_matter(desk: Desk, wang: Field) -> None:
    sets(desk, wang, unanswered="ignore")
    wang.answers(U1, "A1", "yes")
    wang.hands_in(U1, comment="")


def test_what_was_commented_once_takes_no_comment_again_until_the_city_changes(wang: Field) -> None:
    wang.answers(U1, "A1", "yes")
    wang.hands_in(U1, comment="其余下周补")
    wang.answers_all(U2)
    wang.hands_in(U1, U2, comment="")
    wang.answers(U1, "A2", "full")
    assert refused(wang).code == "comment"


def test_a_warning_takes_a_comment_or_a_reason(wang: Field) -> None:
    wang.answers_all(U1, {"A1": "no"})
    assert refused(wang).code == "comment"
    with pytest.raises(AppError, match="only for a reason"):
        accept_warnings(wang.project, U1, "A1", " ")
    assert accept_warnings(wang.project, U1, "B1", "入口在小程序里") == 1
    assert points(wang.project, (U1,)) == ()
    wang.hands_in(U1, comment="")
    with pytest.raises(AppError, match="no open warning"):
        accept_warnings(wang.project, U1, "A1", "再说一遍")


def test_warnings_that_must_be_settled(desk: Desk, wang: Field) -> None:
    sets(desk, wang, warnings="block")
    wang.answers_all(U1, {"A1": "no"})
    assert refused(wang, "就这样").code == "open_points"
    accept_warnings(wang.project, U1, "A1", "入口在小程序里")
    wang.hands_in(U1, comment="")


def test_an_acceptance_travels_and_makes_no_difference_between_assessors(desk: Desk, wang: Field) -> None:
    zhao = desk.assessor("ZQM")
    for person in (wang, zhao):
        person.answers_all(U1, {"A1": "no", "A3": ""})
    accept_warnings(wang.project, U1, "A1", "入口在小程序里")
    desk.merges(wang.hands_in(U1), zhao.hands_in(U1))
    assert desk.cell(U1, "A1").match == "agree"
    (said,) = [one.content.accepted for one in desk.chain_of(wang.id) if getattr(one.content, "accepted", ())]
    assert [(one.warning, one.reason) for one in said] == [("channels", "入口在小程序里")]
    shown = [one for side in cell_view(desk.project, U1, "A1").assessments for one in side.accepted]
    assert [(say(one.message, "zh_CN"), one.reason) for one in shown] == [
        ("没有入口却有渠道", "入口在小程序里")
    ]


@pytest.mark.parametrize(("rule", "severity"), [("block", "error"), ("warn", "warning"), ("ignore", "info")])
def test_missing_evidence_is_as_grave_as_the_project_says(tmp_path: Path, rule: str, severity: str) -> None:
    form = edition(
        tmp_path, "1", ('title = { zh = "有网上入口"', 'evidence = "required"\ntitle = { zh = "有网上入口"')
    )
    desk = founded(tmp_path / "p", form=form)
    wang = desk.assessor("WXL")
    sets(desk, wang, evidence=rule)
    wang.answers_all(U1)
    (problem,) = wang.page(U1).problems
    assert (problem.kind, problem.severity) == ("evidence_missing", severity)
    if rule == "block":
        assert refused(wang, "没截到图").code == "open_points"
    elif rule == "warn":
        assert refused(wang).code == "comment"
        wang.hands_in(U1, comment="没截到图")
    else:
        wang.hands_in(U1, comment="")


def test_no_rule_is_not_set(desk: Desk) -> None:
    with pytest.raises(AppError, match="cannot be set"):
        change_setting(desk.project, "completion.unanswered", "perhaps")
    with pytest.raises(AppError, match="cannot be set"):
        change_setting(desk.project, "completion.colour", "block")
