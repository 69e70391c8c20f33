"""``project rules``: what a project demands beside its form, said and shown."""

from tests.cli.conftest import Office


def test_rules_are_set_and_shown(office: Office) -> None:
    found = office.desk.asks("project", "rules", office.project)
    assert (found["blind"], found["last_edition"], found["deadline"]) == (True, True, "")
    found = office.desk.asks(
        *("project", "rules", office.project, "--blind", "off", "--last-edition", "hidden"),
        *("--deadline", "2026-10-31", "--tolerance", "5"),
    )
    assert (found["blind"], found["last_edition"], found["deadline"]) == (False, False, "2026-10-31")
    assert office.desk.asks("project", "rules", office.project) == found
    shown = office.desk.types("project", "rules", office.project).out
    assert "Deadline" in shown
    assert "2026-10-31" in shown
    assert office.desk.asks("project", "rules", office.project, "--deadline", "")["deadline"] == ""


def test_a_rule_that_cannot_be_is_refused_and_nothing_changed(office: Office) -> None:
    before = office.desk.asks("project", "rules", office.project)
    for option, value in (("--deadline", "31.10.2026"), ("--blind", "maybe"), ("--last-edition", "seen")):
        found = office.desk.types("project", "rules", office.project, option, value, "--json", status=1)
        assert f"cannot be set to “{value}”" in found.json["error"]["message"]
    assert office.desk.asks("project", "rules", office.project) == before
