"""Forms and settings with one mistake each: what their authors are told, word for word and with its line, and nothing besides.

A file begins with a sentence about the mistake and the lines that must come of it: ``# error:`` and ``# warning:`` with the line
number, place and message, or ``# refused:`` for what is not even TOML.
"""

import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from evalapp.base.errors import AppError
from evalapp.form.reader import examine_form, read_form_file
from evalapp.form.settings import read_settings

DATA = Path(__file__).parents[1] / "data"
FORMS = sorted((DATA / "broken-forms").glob("*.toml"))
UNDER_SETTINGS = DATA / "broken-settings" / "form.toml"
SETTINGS = sorted(path for path in UNDER_SETTINGS.parent.glob("*.toml") if path != UNDER_SETTINGS)
AREAS = {
    *("toml", "keys", "form", "units", "policy", "codes", "tree", "scale", "rule", "weights", "profile"),
    *("part", "veto", "rollup", "normalise", "cap", "bonus", "index", "grade", "expr"),
}

Findings = list[tuple[str, str]]


@pytest.fixture(params=FORMS, ids=lambda path: path.stem)
def form(request: pytest.FixtureRequest) -> Path:
    path: Path = request.param
    return path


@pytest.fixture(params=SETTINGS, ids=lambda path: path.stem)
def settings(request: pytest.FixtureRequest) -> Path:
    path: Path = request.param
    return path


def expected(path: Path) -> Findings:
    """What the file's first lines announce."""
    sentence, *lines = path.read_text(encoding="utf-8").splitlines()
    assert re.fullmatch(r"# [A-Z\[].*\.", sentence), sentence
    found = []
    for line in lines:
        announced = re.fullmatch(r"# (error|warning|refused): (.+)", line)
        if announced is None:
            break
        severity, message = announced.groups()
        numbered = re.match(r"\d+: ", message)
        found.append((severity, f"{path.name}:{message}" if numbered else message))
    assert found
    return found


def told(path: Path) -> Findings:
    """What the author of the form is told."""
    try:
        examined = examine_form(path.read_bytes(), path.name)
    except AppError as refused:
        return [("refused", str(refused))]
    assert (examined.form is None) == bool(examined.errors)
    return [
        *(("error", line) for line in examined.errors),
        *(("warning", line) for line in examined.warnings),
    ]


def told_of_settings(path: Path) -> Findings:
    with pytest.raises(AppError) as refused:
        read_settings(path.read_bytes(), path.name, read_form_file(UNDER_SETTINGS))
    assert refused.value.code == "settings"
    return [("error", line) for line in refused.value.details]


def test_a_broken_form_is_told_its_mistake_and_nothing_else(form: Path) -> None:
    assert told(form) == expected(form)


def test_broken_settings_are_told_their_mistake_and_nothing_else(settings: Path) -> None:
    assert told_of_settings(settings) == expected(settings)


def places(findings: Findings) -> list[tuple[str, str]]:
    """Severities and lines, without the words."""
    return [(severity, message.split(": ", 1)[0]) for severity, message in findings]


def test_the_author_is_told_in_chinese_too(form: Path, language: Callable[[str], None]) -> None:
    language("zh_CN")
    found = told(form)
    assert len(found) == len(expected(form))
    if found[0][0] != "refused":
        assert places(found) == places(expected(form))
    for severity, message in found:
        said = message if severity == "refused" else message.partition(": ")[2]
        assert re.search(r"[\u4e00-\u9fff]", re.sub(r"“[^”]*”|（[^）]*）", "", said)), message


def test_the_form_under_the_settings_has_no_findings() -> None:
    assert told(UNDER_SETTINGS) == []


def test_every_area_of_the_format_has_broken_forms() -> None:
    areas = Counter(path.stem.partition("-")[0] for path in FORMS)
    assert set(areas) == AREAS
    assert min(areas.values()) >= 1
    assert len(FORMS) >= 200
    assert len(SETTINGS) >= 15
