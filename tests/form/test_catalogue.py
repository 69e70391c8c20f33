"""Forms that come with the program, by id or by file."""

from pathlib import Path

import pytest

from evalapp.base.errors import AppError
from evalapp.form.catalogue import find_form, shipped
from evalapp.form.label import Text, say


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, title in (("b", '"乙"'), ("a", '{ zh = "甲", en = "First" }')):
        (tmp_path / f"{name}.toml").write_text(
            f'[form]\nid = "form-{name}"\nversion = "1"\ntitle = {title}\n', encoding="utf-8"
        )
    (tmp_path / "README.md").write_text("not a form", encoding="utf-8")
    return tmp_path


def test_forms_are_listed_by_file_name(folder: Path) -> None:
    assert [(form.id, form.version, form.title) for form in shipped(folder)] == [
        ("form-a", "1", Text(zh="甲", en="First")),
        ("form-b", "1", "乙"),
    ]
    assert [say(form.title, "en") for form in shipped(folder)] == ["First", "乙"]


def test_a_form_is_found_by_its_id_or_its_file(folder: Path) -> None:
    assert find_form("form-b", folder) == folder / "b.toml"
    assert find_form(str(folder / "a.toml"), Path("elsewhere")) == folder / "a.toml"


def test_an_unknown_name_is_answered_with_the_known_ids(folder: Path) -> None:
    with pytest.raises(AppError, match="no form “form-c”: it is neither a file nor one of form-a, form-b"):
        find_form("form-c", folder)


def test_the_shipped_forms_are_found(repository: Path) -> None:
    assert "gov-internet-service" in {form.id for form in shipped(repository / "forms")}
