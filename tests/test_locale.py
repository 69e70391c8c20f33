"""Every text that users see has one Chinese translation, with the same placeholders, and none is left over."""

from collections.abc import Sequence
from pathlib import Path
from string import Formatter

import pytest
import typer
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import read_mo

import catalogue

SOURCE = Path(__file__).resolve().parents[1] / "evalapp"
LIBRARY = Path(typer.__file__).parent
"""Typer asks gettext for words of its own. Its pages with rich markup are never loaded: groups have no markup mode."""
Text = str | tuple[str, str]


@pytest.fixture(scope="module")
def used() -> dict[Text, str]:
    """Every text in the sources of the program and of the library of its commands, with the first place where it stands."""
    found: dict[Text, str] = {}
    keywords = {"_": None, "gettext": None, "ngettext": (1, 2)}
    for source, method_map in (
        (SOURCE, [("**.py", "python")]),
        (LIBRARY, [("rich_utils.py", "ignore"), ("**.py", "python")]),
    ):
        for file, line, text, _comments, _context in extract_from_dir(
            source, method_map=method_map, keywords=keywords
        ):
            place = f"{source.name}/{file}:{line}"
            found.setdefault(text if isinstance(text, str) else (text[0], text[1]), place)
    return found


@pytest.fixture(scope="module")
def chinese() -> Catalog:
    """The Chinese entries of all parts."""
    return catalogue.gather(catalogue.parts_of("zh_CN"), "zh_CN")[0]


def singular(text: Text) -> str:
    return text if isinstance(text, str) else text[0]


def forms(string: str | Sequence[str]) -> list[str]:
    return [string] if isinstance(string, str) else list(string)


def placeholders(text: str) -> set[str]:
    return {name for _literal, name, _spec, _conversion in Formatter().parse(text) if name is not None}


def test_parts_can_be_read_and_agree() -> None:
    _entries, findings = catalogue.gather(catalogue.parts_of("zh_CN"), "zh_CN")
    assert not findings, "\n".join(findings)


def test_every_text_has_a_translation(used: dict[Text, str], chinese: Catalog) -> None:
    missing = []
    for text, place in used.items():
        entry = chinese.get(singular(text))
        if entry is None or not all(forms(entry.string)):
            missing.append(f"{place}: {text!r}")
        elif entry.id != text and not (isinstance(entry.id, tuple) and isinstance(text, str)):
            missing.append(f"{place}: {text!r} is translated as {entry.id!r}")
    assert not missing, "\n".join(missing)


def test_translations_have_the_placeholders_of_their_texts(chinese: Catalog) -> None:
    wrong = []
    for entry in chinese:
        if not entry.id:
            continue
        text = entry.id if isinstance(entry.id, str) else entry.id[1]
        wrong += [
            f"{text!r}: {form!r}" for form in forms(entry.string) if placeholders(form) != placeholders(text)
        ]
    assert not wrong, "\n".join(wrong)


def test_no_translation_is_left_over(used: dict[Text, str], chinese: Catalog) -> None:
    texts = {singular(text) for text in used}
    spare = [
        f"{':'.join(map(str, entry.locations[0]))}: {entry.id!r}"
        for entry in chinese
        if entry.id and singular(entry.id) not in texts
    ]
    assert not spare, "\n".join(spare)


def test_parts_become_one_catalogue(tmp_path: Path) -> None:
    first, second = tmp_path / "a.po", tmp_path / "b.po"
    first.write_text('msgid "Merge"\nmsgstr "并入"\n', encoding="utf-8")
    second.write_text(
        'msgid "Merge"\nmsgstr "并入"\n\nmsgid "{n} city"\nmsgid_plural "{n} cities"\nmsgstr[0] "{n} 个城市"\n',
        encoding="utf-8",
    )
    entries, findings = catalogue.gather([first, second], "zh_CN")
    assert findings == []
    path = catalogue.write_catalogue(entries, "zh_CN", tmp_path)
    with path.open("rb") as file:
        written = read_mo(file)
    assert written.get("Merge").string == "并入"
    assert written.get("{n} city").string == ["{n} 个城市"]


def test_two_translations_of_one_text_are_an_error(tmp_path: Path) -> None:
    (tmp_path / "a.po").write_text('msgid "Merge"\nmsgstr "并入"\n', encoding="utf-8")
    (tmp_path / "b.po").write_text('\nmsgid "Merge"\nmsgstr "合并"\n', encoding="utf-8")
    _entries, findings = catalogue.gather(sorted(tmp_path.glob("*.po")), "zh_CN")
    assert findings == ["b.po:2: 'Merge' is '合并', in a.po:1 '并入'"]
