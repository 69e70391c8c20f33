"""A newer edition of the form by command: compared, adopted, sent out, opened (RECORD R21–R24)."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlcipher3.dbapi2 as sqlcipher

from tests.cli.conftest import Office, newer_edition

SCALE = (('value = "part"', 'value = "most"'), ("max = 100, decimals", "max = 60, decimals"))


def handed_in(office: Office, name: str) -> Path:
    unit = office.wang.asks("problems", office.mine)["problems"]
    assert unit is not None
    rows = [("370100", "A2", "part"), ("370100", "B2", "40"), ("370100", "A1", "yes")]
    table = office.wang.writes("a.csv", ("unit", "item", "value"), rows)
    office.wang.types("enter", office.mine, table)
    office.wang.types("submit", "--comment", "先交这些", office.mine, "-o", office.wang.path(name))
    return office.wang.path(name)


def test_a_newer_edition_comes_into_force_and_to_the_assessors(office: Office) -> None:
    desk, wang = office.desk, office.wang
    package = handed_in(office, "first.evalpkg")
    desk.types("merge", office.project, package)
    newer = newer_edition(desk.path("newer.toml"), *SCALE)

    refused = desk.types("project", "edition", office.project, newer, status=1)
    assert "--mapping" in refused.err and "A2: another scale" in refused.err
    proposal = desk.path("mapping.toml")
    desk.types("form", "diff", office.project, newer, "--mapping", proposal)
    text = proposal.read_text(encoding="utf-8")
    assert 'part = "most"' in text and '[[item]]    # Minutes waited\nfrom = "B2"' in text

    before = office.project.read_bytes()
    foretold = desk.types("project", "edition", office.project, newer, "--mapping", proposal, "--dry-run")
    assert (
        "Answers: 2 as they are, 1 through the mapping, 0 to be given again, 0 of items that are gone."
        in foretold.out
    )
    assert "  A2  through the mapping: 1" in foretold.out.splitlines()
    assert "Dry run: nothing was written." in foretold.err and office.project.read_bytes() == before
    done = desk.asks("project", "edition", office.project, newer, "--mapping", proposal)
    assert (done["version"], done["mapped"], done["again"], done["written"]) == ("2", 1, 0, True)
    assert Path(done["backup"]).is_file()
    again = desk.types("project", "edition", office.project, newer, "--mapping", proposal, "--json", status=1)
    assert again.json["error"]["code"] == "same_edition"

    info = desk.types("project", "info", office.project).out
    assert "Form: small 2" in info and "Editions: 1 " in info
    written = desk.asks("task", office.project, "-o", desk.path("updates"), "--update")
    assert {Path(one["path"]).name for one in written} == {
        f"{code}-update.evalpkg" for code in ("WXL", "ZQM", "SYN")
    }
    update = desk.path("updates/WXL-update.evalpkg")

    asked = wang.types("open", update, status=2)
    assert "is a sound update for 王晓岚" in asked.err
    foretold = wang.types("merge", office.mine, update, "--dry-run")
    assert f"{update}: edition 1 → 2." in foretold.out and "Dry run" in foretold.err
    opened = wang.types("open", update, "-o", office.mine)
    assert f"{update}: edition 1 → 2." in opened.out and "1 through the mapping" in opened.out
    assert "already" in wang.types("merge", office.mine, update).out
    shown = wang.asks("project", "info", office.mine)
    assert shown["about"]["form_hash"] == done["edition"]
    history = wang.types("project", "history", office.mine, "370100", "A2").out.splitlines()
    assert history[0].split()[-1] == "Edition" and history[1].split()[-1] == "1"

    table = wang.writes("b.csv", ("unit", "item", "value"), [("370100", "A2", "full")])
    wang.types("enter", office.mine, table)
    wang.types("submit", "--comment", "先交这些", office.mine, "-o", wang.path("second.evalpkg"))
    report = desk.asks("merge", office.project, wang.path("second.evalpkg"), package)
    assert [file["verdict"] for file in report["files"]] == ["merge", "repeat"]
    assert desk.asks("project", "check", office.project)["faults"] == []


def test_answers_without_a_counterpart_are_listed_as_to_be_given_again(office: Office) -> None:
    desk, wang = office.desk, office.wang
    handed_in(office, "first.evalpkg")
    newer = newer_edition(desk.path("newer.toml"), *SCALE)
    proposal = desk.path("mapping.toml")
    desk.types("form", "diff", office.project, newer, "--mapping", proposal)
    narrowed = proposal.read_text(encoding="utf-8").replace('part = "most"\n', "")
    proposal.write_text(narrowed, encoding="utf-8")
    desk.types("project", "edition", office.project, newer, "--mapping", proposal)
    assert desk.asks("conflicts", office.project)["again"] == {"answers": 0, "cells": 0}
    desk.types("merge", office.project, wang.path("first.evalpkg"))
    assert desk.asks("conflicts", office.project)["again"] == {"answers": 1, "cells": 1}
    told = desk.types("conflicts", office.project).err.splitlines()
    assert told[-2].startswith("1 answer of an earlier edition is to be given again under this one.")
    assert told[-2].endswith("Updates ask for it: “evalapp task PROJECT -o FOLDER --update”.")
    assert told[-1] == "1 cell has no other answer, and is in none of these classes."
    desk.types("task", office.project, "-o", desk.path("updates"), "--update")
    wang.types("open", desk.path("updates/WXL-update.evalpkg"), "-o", office.mine)
    found = wang.asks("problems", office.mine)
    (problem,) = [one for one in found["problems"] if one["kind"] == "again"]
    assert (problem["unit"], problem["item"], problem["severity"]) == ("370100", "A2", "warning")
    assert problem["message"] == "To be answered again: in edition 1 it was “Part”."
    receipt = wang.asks(
        "submit", "--everything", "--comment", "先交这些", office.mine, "-o", wang.path("second.evalpkg")
    )
    desk.types("merge", office.project, wang.path("second.evalpkg"))
    assert receipt["unanswered"] >= 1
    wang.types(
        "enter", office.mine, wang.writes("b.csv", ("unit", "item", "value"), [("370100", "A2", "full")])
    )
    wang.types("submit", "--comment", "先交这些", office.mine, "-o", wang.path("third.evalpkg"))
    desk.types("merge", office.project, wang.path("third.evalpkg"))
    assert desk.asks("conflicts", office.project)["again"] == {"answers": 0, "cells": 0}
    assert "given again" not in desk.types("conflicts", office.project).err


def test_a_package_of_another_kind_is_named(office: Office) -> None:
    desk, wang = office.desk, office.wang
    newer = newer_edition(desk.path("newer.toml"), ("有网上入口", "有网上办事入口"))
    desk.types("project", "edition", office.project, newer)
    desk.types("task", office.project, "-o", desk.path("updates"), "--update")
    update = desk.path("updates/ZQM-update.evalpkg")
    other = wang.types("open", update, "-o", office.mine, "--json", status=1)
    assert other.json["error"]["code"] == "other_person"
    refused = desk.types("merge", office.project, update, "--json", status=1)
    assert refused.json["files"][0]["code"] == "not_a_submission"
    assert (
        desk.types("open", update, "-o", office.project, "--json", status=1).json["error"]["code"] == "role"
    )


def test_a_newer_edition_may_be_a_workbook(office: Office) -> None:
    desk = office.desk
    newer = newer_edition(desk.path("newer.toml"), ("有网上入口", "有网上办事入口"))
    desk.types("form", "convert", newer, desk.path("newer.xlsx"))
    assert desk.asks("form", "diff", office.project, desk.path("newer.xlsx"))["safe"]
    done = desk.asks("project", "edition", office.project, desk.path("newer.xlsx"))
    assert done["edition"] == desk.asks("form", "show", newer)["hash"]
    assert desk.asks("project", "check", office.project)["faults"] == []


def test_a_change_that_is_refused_at_the_last_moment_leaves_nothing_behind(office: Office) -> None:
    desk, wang = office.desk, office.wang
    newer = newer_edition(desk.path("newer.toml"), ("有网上入口", "有网上办事入口"))
    package = handed_in(office, "first.evalpkg")
    with held(office.project):
        before = sorted(desk.folder.rglob("*"))
        desk.types("project", "edition", office.project, newer, status=1)
        desk.types("merge", office.project, package, status=1)
        assert sorted(desk.folder.rglob("*")) == before
    desk.types("project", "edition", office.project, newer)
    desk.types("task", office.project, "-o", desk.path("updates"), "--update")
    with held(office.mine):
        before = sorted(wang.folder.rglob("*"))
        wang.types("open", desk.path("updates/WXL-update.evalpkg"), "-o", office.mine, status=1)
        assert sorted(wang.folder.rglob("*")) == before


@contextmanager
def held(project: Path) -> Iterator[None]:
    """Another program is writing to the project."""
    connection = sqlcipher.connect(str(project), isolation_level=None)
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        connection.close()


def test_of_two_mappings_from_one_edition_none_is_picked(office: Office) -> None:
    desk = office.desk
    newer = newer_edition(desk.path("newer.toml"), *SCALE)
    one, other = desk.path("one.toml"), desk.path("other.toml")
    for proposal in (one, other):
        desk.types("form", "diff", office.project, newer, "--mapping", proposal)
    refused = desk.asks(
        "project", "edition", office.project, newer, "--mapping", one, "--mapping", other, status=1
    )["error"]
    assert refused["code"] == "mapping"
    assert refused["message"].startswith("other.toml and one.toml both lead from edition 1 (a95d0e35f18f).")


def test_a_mapping_that_somebody_has_looked_through_is_not_written_over_unasked(office: Office) -> None:
    desk = office.desk
    newer = newer_edition(desk.path("newer.toml"), *SCALE)
    mapping = desk.path("mapping.toml")
    mapping.write_text("# looked through", encoding="utf-8")
    words = ("form", "diff", office.project, newer, "--mapping", mapping)
    assert desk.asks(*words, status=1)["error"]["code"] == "exists"
    assert mapping.read_text(encoding="utf-8") == "# looked through"
    desk.types(*words, "--replace")
    assert "[mapping]" in mapping.read_text(encoding="utf-8")


def test_an_edition_that_needs_columns_which_the_roster_lacks(office: Office) -> None:
    desk = office.desk
    newer = newer_edition(desk.path("newer.toml"), ("[units]\n", '[units]\nwithin = "tier"\n'))
    refused = desk.asks("project", "edition", office.project, newer, status=1)["error"]
    assert refused["code"] == "roster" and "tier" in refused["message"]


def test_a_code_of_an_earlier_edition_leads_to_the_same_history(office: Office) -> None:
    desk, wang = office.desk, office.wang
    desk.types("merge", office.project, handed_in(office, "first.evalpkg"))
    newer = newer_edition(desk.path("newer.toml"), ('code = "A2"', 'code = "A9"'))
    proposal = desk.path("mapping.toml")
    desk.types("form", "diff", office.project, newer, "--mapping", proposal)
    lines = proposal.read_text(encoding="utf-8").splitlines(keepends=True)
    proposal.write_text(
        "".join(line for line in lines if not line.startswith("confirm = true")), encoding="utf-8"
    )
    desk.types("project", "edition", office.project, newer, "--mapping", proposal)
    past = desk.asks("project", "history", office.project, "370100", "A9")
    assert [one["value"] for one in past] == ["part"]
    assert desk.asks("project", "history", office.project, "370100", "A2") == past
    unknown = desk.types("project", "history", office.project, "370100", "A8", "--json", status=1)
    assert unknown.json["error"]["code"] == "unknown_item"

    desk.types("task", office.project, "-o", desk.path("updates"), "--update")
    wang.types("open", desk.path("updates/WXL-update.evalpkg"), "-o", office.mine)
    table = wang.writes(
        "b.csv", ("unit", "item", "value"), [("370100", "A2", "full"), ("370100", "A8", "full")]
    )
    old, none = wang.types("enter", office.mine, table, "--json", status=1).details
    assert "“A2” is called A9 in the edition in force." in old
    assert "The form has no item “A8” that is answered." in none


def test_answers_of_an_item_that_is_gone_stay_in_its_history(office: Office) -> None:
    desk = office.desk
    desk.types("merge", office.project, handed_in(office, "first.evalpkg"))
    newer = newer_edition(desk.path("newer.toml"), ("weight = 15", "weight = 40"))
    text = newer.read_text(encoding="utf-8")
    first, then = text.index('[[item]]\ncode = "B2"'), text.index('[[item]]\ncode = "B3"')
    newer.write_text(text[:first] + text[then:], encoding="utf-8")
    proposal = desk.path("mapping.toml")
    desk.types("form", "diff", office.project, newer, "--mapping", proposal)
    desk.types("project", "edition", office.project, newer, "--mapping", proposal)
    past = desk.asks("project", "history", office.project, "370100", "B2")
    assert [(one["value"], one["edition"]) for one in past] == [("40", "1")]


def test_two_forms_are_compared_as_what_they_are(office: Office) -> None:
    desk = office.desk
    told = desk.types("form", "diff", "losi", "open-data")
    assert "These are two forms, “losi” and “open-data”, not two editions of one" in told.err
    found = desk.asks("form", "diff", "losi", "open-data")
    assert (found["before"]["id"], found["after"]["id"]) == ("losi", "open-data")
    newer = newer_edition(desk.path("newer.toml"), *SCALE)
    assert "two forms" not in desk.types("form", "diff", office.project, newer).err
