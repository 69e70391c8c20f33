"""Devices, chains, counters and half-typed text (RECORD R4, R6, R31)."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from evalapp.base.errors import AppError
from evalapp.base.text import clean
from evalapp.entry.revision import encode, revision_id
from evalapp.exchange.identity import ChainPlace, load_place
from evalapp.work.changing import add_assessor, change_setting, change_unit
from evalapp.work.create import Assessor
from evalapp.work.drafts import drop_typing, keep_typing, kept_typing
from evalapp.work.evidence import attachment_bytes, link_evidence, screenshot_evidence
from evalapp.work.inbox import release
from evalapp.work.project import open_project
from evalapp.work.submit import submit
from evalapp.work.withdrawing import withdraw_batch
from tests.people import UNITS, Desk, Field, contents_of, forget_profile, founded, laptop, set_profile

U1, U2, U3 = UNITS
PNG = b"\x89PNG\r\n\x1a\n" + bytes(500)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = founded(tmp_path, codes=("WXL", "ZQM"), mode="all")
    yield desk
    assert desk.check().faults == ()
    desk.project.close()


@pytest.fixture
def wang(desk: Desk) -> Field:
    return desk.assessor("WXL")


def place_of(person: Field) -> ChainPlace:
    found = load_place(person.session.home, person.project.about.project, person.id)
    assert found is not None
    return found


def test_a_chain_is_linked_and_counted(wang: Field) -> None:
    for value in ("1", "2", "3"):
        wang.answers(U1, "B1", value)
    chain = wang.chain()
    assert [r.seq for r in chain] == [1, 2, 3, 4]
    assert [r.content.__struct_config__.tag for r in chain] == ["enrolment", "answer", "answer", "answer"]
    assert [r.prev for r in chain] == ["", *(revision_id(encode(r)) for r in chain[:-1])]
    assert [r.lamport for r in chain] == list(range(chain[0].lamport, chain[0].lamport + 4))
    assert [r.replaces for r in chain[1:]] == [(), *((revision_id(encode(r)),) for r in chain[1:-1])]
    place = place_of(wang)
    assert (place.seq, place.tip) == (4, revision_id(encode(chain[-1])))


def test_the_same_again_writes_nothing(wang: Field) -> None:
    assert wang.answers(U1, "B1", "1")
    assert not wang.answers(U1, "B1", "1")
    assert not wang.answers(U1, "B1", " 1 ")
    assert not wang.answers(U1, "A1")
    assert wang.answers(U1, "B1", "1", text="三个渠道")
    assert len(wang.chain()) == 3


def test_the_counter_goes_on_from_the_highest_ever_seen(desk: Desk, wang: Field) -> None:
    for number in range(30):
        wang.answers(U1, "B1", str(number))
    highest = wang.chain()[-1].lamport
    desk.merges(wang.hands_in())
    change_setting(desk.project, "tolerance", "5")
    assert desk.chain()[-1].lamport > highest


@pytest.mark.parametrize(
    "profile", ["lost", "behind", "ahead", "of another branch", "of another device", "damaged"]
)
def test_what_the_profile_and_the_file_say_of_the_chain(wang: Field, profile: str) -> None:
    wang.answers(U1, "B1", "1")
    wang.answers(U1, "B1", "2")
    place = place_of(wang)
    before = wang.chain()[1]
    if profile == "lost":
        forget_profile(wang)
    elif profile == "behind":  # killed between the file and the profile: the file is right
        set_profile(wang, ChainPlace(place.device, before.seq, revision_id(encode(before))))
    elif profile == "ahead":  # the file is from a backup
        set_profile(wang, ChainPlace(place.device, place.seq + 3, "ab" * 32))
    elif profile == "of another branch":
        set_profile(wang, ChainPlace(place.device, place.seq, "ab" * 32))
    elif profile == "of another device":
        set_profile(wang, ChainPlace("ab" * 16, 1, "ab" * 32))
    else:
        next((wang.session.home / "devices").glob("*.json")).write_text("{", encoding="utf-8")
    wang.answers(U1, "B1", "3")
    assert len(wang.devices()) == (1 if profile == "behind" else 2)
    assert wang.value(U1, "B1") == "3"
    assert wang.page(U1).entries["B1"].conflict == 0, "the new device saw the old heads"
    assert wang.check().faults == ()


def test_a_task_opened_twice_gives_two_files_that_do_not_disturb_each_other(desk: Desk, wang: Field) -> None:
    wang.answers(U1, "B1", "1")
    again = desk.assessor("WXL")
    again.answers(U1, "B1", "2")
    wang.answers(U1, "B2", "10")
    again.answers(U1, "B2", "20")
    report = desk.merges(wang.hands_in(), again.hands_in())
    assert [file.verdict for file in report.files] == ["merge", "merge"]
    assert desk.standing() == {}
    assert desk.cell(U1, "B1").status == "missing"
    assert len({head[4] for head in desk.meaning()["heads"] if head[2] == "B1"}) == 2


def test_a_conflict_of_ones_own_is_shown_and_ends_with_the_next_entry(
    desk: Desk, tmp_path: Path, wang: Field
) -> None:
    """Two copies of one file were used; the coordinator sees both, and so does the owner who reads them together."""
    wang.answers(U1, "B1", "1")
    copy = wang.copies_file(tmp_path / "copy.evalproj")
    wang.answers(U1, "B1", "2")
    first = wang.hands_in()
    other = Field(open_project(laptop(tmp_path / "else"), copy))
    other.code = "WXL"
    (tmp_path / "else").mkdir(exist_ok=True)
    other.project.close()
    (tmp_path / "else" / "identity.key").write_bytes((wang.session.home / "identity.key").read_bytes())
    other.project = open_project(other.session, copy)
    other.answers(U1, "B1", "3")
    desk.merges(first, other.hands_in())
    zhao = desk.assessor("ZQM")
    zhao.answers(U1, "B1", "3")
    desk.merges(zhao.hands_in())
    assert (desk.cell(U1, "B1").match, desk.cell(U1, "B1").status) == ("differ", "pending")


# Half-typed text ------------------------------------------------------------------------------------------------------


def test_typing_is_kept_offered_and_dropped(wang: Field) -> None:
    keep_typing(wang.project, U1, "A2", "justification", "在首页看", begun_from="")
    keep_typing(wang.project, U1, "A2", "justification", "在首页看到两个入口", begun_from="other")
    keep_typing(wang.project, U2, "A2", "link", "https://")
    wang.reopens()
    found = kept_typing(wang.project)
    assert [(t.unit, t.item, t.field, t.text, t.begun_from) for t in found] == [
        (U1, "A2", "justification", "在首页看到两个入口", ""), (U2, "A2", "link", "https://", ""),
    ]  # fmt: skip
    drop_typing(wang.project, U1, "A2", "justification")
    assert [t.unit for t in kept_typing(wang.project)] == [U2]


def test_typing_begun_before_the_answer_moved_says_so(wang: Field) -> None:
    wang.answers(U1, "A2", "full", text="旧")
    (head,) = (revision_id(encode(r)) for r in wang.chain() if r.item == "A2")
    keep_typing(wang.project, U1, "A2", "justification", "新打的字", begun_from=head)
    wang.answers(U1, "A2", "part", text="另一处改的")
    (typed,) = kept_typing(wang.project)
    present = [revision_id(encode(r)) for r in wang.chain() if r.item == "A2"][-1]
    assert typed.begun_from != present, "the page shows both"
    assert wang.page(U1).entries["A2"].entered.justification == "另一处改的"


def test_typing_never_leaves_the_laptop(desk: Desk, wang: Field) -> None:
    wang.answers(U1, "A2", "full")
    keep_typing(wang.project, U1, "A2", "justification", "还没想好的话")
    package = wang.hands_in()
    assert "还没想好的话".encode() not in b"".join(contents_of(package)[1])
    assert "还没想好的话".encode() not in package.read_bytes()
    desk.merges(package)
    assert kept_typing(desk.project) == ()


# Handing in -----------------------------------------------------------------------------------------------------------


def test_handing_in_twice_says_it_once(desk: Desk, wang: Field, tmp_path: Path) -> None:
    wang.answers(U1, "A1", "yes")
    first = submit(wang.project, tmp_path / "a.evalpkg", (U1,), comment="先交")
    second = submit(wang.project, tmp_path / "b.evalpkg", (U1,), comment="先交")
    assert first.revisions == second.revisions == 3
    assert (first.sha256, first.size) != ("", 0)
    assert [r.content.__struct_config__.tag for r in wang.chain()] == ["enrolment", "answer", "signoff"]
    third = submit(wang.project, tmp_path / "c.evalpkg", (U1, U2), comment="先交")
    assert third.revisions == 4
    assert desk.merges_one(tmp_path / "c.evalpkg").verdict == "merge"


def test_nothing_is_signed_off_while_errors_are_open(wang: Field, tmp_path: Path) -> None:
    wang.answers(U1, "A1", state="unable")
    with pytest.raises(AppError) as refused:
        submit(wang.project, tmp_path / "a.evalpkg", comment="先交")
    assert refused.value.code == "open_points" and len(refused.value.details) == 1
    assert not (tmp_path / "a.evalpkg").exists()
    assert "signoff" not in [r.content.__struct_config__.tag for r in wang.chain()]


@pytest.mark.parametrize("units", [("999999",), (U1, "x")])
def test_a_unit_of_somebody_else_is_not_handed_in(
    wang: Field, tmp_path: Path, units: tuple[str, ...]
) -> None:
    with pytest.raises(AppError) as refused:
        submit(wang.project, tmp_path / "a.evalpkg", units, comment="先交")
    assert refused.value.code == "not_assigned"


def test_evidence_travels_once_and_arrives_whole(desk: Desk, wang: Field) -> None:
    shot = screenshot_evidence(wang.project, PNG, "首页")
    for item in ("A1", "A2"):
        wang.answers(
            U1,
            item,
            {"A1": "yes", "A2": "full"}[item],
            evidence=[shot, link_evidence(wang.project, "https://x.gov.cn/一")],
        )
    package = wang.hands_in()
    assert sum(m.name.startswith("attachments/") for m in contents_of(package)[0].members) == 1
    desk.merges(package, package)
    assert attachment_bytes(desk.project, shot.ref) == PNG
    assert desk.check().attachments == 1


@pytest.mark.parametrize(
    ("item", "value", "state", "code"),
    [
        ("A2", "best", "", "value"), ("B2", "101", "", "value"), ("B2", "1,000", "", "value"), ("B3", "3/2", "", "value"), ("B1", "-1", "", "value"),
        ("A3", "time;time2", "", "value"), ("Z9", "1", "", "unknown_item"), ("A", "1", "", "unknown_item"),
    ],
)  # fmt: skip
def test_what_the_scale_refuses_is_not_written(
    wang: Field, item: str, value: str, state: str, code: str
) -> None:
    wang.answers(U1, "A1", "yes")
    before = wang.ids()
    with pytest.raises(AppError) as refused:
        wang.answers(U1, item, value, state=state)
    assert refused.value.code == code
    assert wang.ids() == before


@pytest.mark.parametrize(
    "text",
    [
        " 前后空白 ",
        "e\u0301",
        "a\r\nb\rc",
        "tab\there",
        "\ufeffBOM",
        "一\u2028二",
        "𠀀😀",
        "\x00\x07x",
        "\ud800half",
        "'; DROP TABLE revision; --",
        "=1+1",
    ],
)
def test_any_text_is_taken_and_cleaned(desk: Desk, wang: Field, text: str) -> None:
    wang.answers(U1, "C", text or "x")
    wang.answers(U1, "A1", "yes", text=text)
    assert wang.page(U1).entries["A1"].entered.justification == clean(text)
    assert desk.merges_one(wang.hands_in()).unreadable == 0


def test_a_coordinators_words_are_cleaned_too(desk: Desk, wang: Field) -> None:
    wang.answers(U1, "A1", "yes")
    batch = desk.merges_one(wang.hands_in()).batch
    withdrawal = withdraw_batch(desk.project, batch, "交错了\r\n城市\x07")
    release(desk.project, withdrawals=[withdrawal], reason=" e\u0301 ")
    change_unit(desk.project, U1, name="济南\u2028市")
    add_assessor(desk.project, Assessor("吴\x00晓蕾", " WXL "))
    desk.decides(U1, "A1", "no", reason="核对\r\n截图")
    assert desk.standing() == {}
