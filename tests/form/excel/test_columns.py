"""Every key of the format has its place in the workbook, under one heading in each language."""

import re
from collections.abc import Iterator

import msgspec
import pytest
from msgspec import inspect

from evalapp.form.excel import words
from evalapp.form.excel.columns import Column, Layout, heading_names
from evalapp.form.excel.columns_form import KEYS
from evalapp.form.excel.columns_items import SCALE
from evalapp.form.excel.columns_lists import LAYOUTS
from evalapp.form.excel.scales import LISTS, column_of
from evalapp.form.excel.words import Words
from evalapp.form.label import Text
from evalapp.form.model import Form

EVERY = [*KEYS, *(column for layout in LAYOUTS for column in layout.columns)]
BY_TABLE = {layout.table: layout for layout in LAYOUTS}


def fields(kind: inspect.Type) -> dict[str, inspect.Type]:
    if isinstance(kind, inspect.UnionType):
        kind = next(one for one in kind.types if isinstance(one, inspect.StructType))
    if isinstance(kind, inspect.VarTupleType):
        kind = kind.item_type
    assert isinstance(kind, inspect.StructType)
    return {field.encode_name: field.type for field in kind.fields}


def keys_of(kind: inspect.Type, before: str = "") -> Iterator[str]:
    """The keys of a table with those of the tables in it; a rule and a scale are one key, a text is one for each language."""
    for key, of in fields(kind).items():
        kinds = of.types if isinstance(of, inspect.UnionType) else (of,)
        structs = [one for one in kinds if isinstance(one, inspect.StructType)]
        if key == "scale":
            continue
        if any(one.cls is Text for one in structs):
            yield from (f"{before}{key}.{language}" for language in ("zh", "en"))
        elif len(structs) == 1:
            yield from keys_of(structs[0], f"{before}{key}.")
        else:
            yield f"{before}{key}"


def keys(columns: tuple[Column, ...]) -> set[str]:
    return {column.key for column in columns if not column.key.startswith("scale.")}


@pytest.mark.parametrize("table", ["item", "grade", "check", "profile", "index"])
def test_every_key_of_a_table_has_a_column(table: str) -> None:
    form = fields(inspect.type_info(Form))
    assert keys(BY_TABLE[table].columns) == set(keys_of(form[table]))


def test_every_key_of_the_head_has_a_line() -> None:
    form = fields(inspect.type_info(Form))
    wanted = {
        key.removesuffix(".zh")
        for part in ("form", "units", "policy")
        for key in keys_of(form[part], f"{part}.")
    }
    wanted = {key for key in wanted if not key.endswith(".en")}
    assert {column.key for column in KEYS} == wanted


def test_every_key_of_a_scale_has_a_column_and_every_column_a_scale() -> None:
    scales = fields(inspect.type_info(Form))["item"]
    (union,) = [field.type for field in scales.item_type.fields if field.encode_name == "scale"]  # type: ignore[attr-defined]
    columns = {column.key for column in SCALE}
    used = {"scale.kind", "scale.name"}
    for kind in union.types:
        if not isinstance(kind, inspect.StructType):
            continue
        assert kind.tag in words.KIND.chinese
        for key in fields(kind):
            column = column_of(str(kind.tag), key)
            if column is None:
                assert key in {*LISTS.values(), "of"}
            else:
                used |= {f"{column}.zh", f"{column}.en"} if key == "unit" else {column}
    assert used == columns


def test_every_key_of_options_ticks_and_findings_has_a_column() -> None:
    from evalapp.form.scales import Deduction, Option, Tick

    wanted = {key for kind in (Option, Tick, Deduction) for key in keys_of(inspect.type_info(kind))} - {"id"}
    assert keys(BY_TABLE["options"].columns) == wanted | {"item", "scale"}


def test_fixed_values_are_those_of_the_model() -> None:
    choices = {
        frozenset(kind.values)
        for kind in _walk(inspect.type_info(Form), set())
        if isinstance(kind, inspect.LiteralType)
    }
    known = {frozenset(one.chinese) for one in vars(words).values() if isinstance(one, Words)}
    assert choices <= known


def _walk(kind: inspect.Type, seen: set[type]) -> Iterator[inspect.Type]:
    yield kind
    for name in ("types", "item_types"):
        for one in getattr(kind, name, ()):
            yield from _walk(one, seen)
    for name in ("item_type", "value_type"):
        if hasattr(kind, name):
            yield from _walk(getattr(kind, name), seen)
    if isinstance(kind, inspect.StructType) and kind.cls not in seen:
        seen.add(kind.cls)
        for field in kind.fields:
            yield from _walk(field.type, seen)


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.table)
def test_a_heading_means_one_column(layout: Layout) -> None:
    names = [name for column in layout.columns for name in column.names()]
    assert len(names) == len(set(names))


def test_sheets_have_names_of_their_own_in_both_languages() -> None:
    names = [name for layout in LAYOUTS for name in (layout.name.zh, layout.name.en)]
    assert len(names) == len(set(names))
    assert all(len(name) <= 31 and not set(name) & set("[]:*?/\\") for name in names)


@pytest.mark.parametrize("column", EVERY, ids=lambda column: column.key)
def test_a_column_is_explained_in_a_sentence_of_each_language(column: Column) -> None:
    assert re.search(r"[\u4e00-\u9fff]", column.heading.zh + column.about.zh)
    assert column.about.zh.endswith("。")
    assert column.about.en.endswith(".")
    assert not re.search(r"[\u4e00-\u9fff]", column.heading.en + column.about.en)


@pytest.mark.parametrize(
    "choice",
    [one for one in vars(words).values() if isinstance(one, Words)],
    ids=lambda one: next(iter(one.chinese)),
)
def test_a_word_means_one_value_and_fits_a_list(choice: Words) -> None:
    for language in ("zh", "en"):
        offered = choice.offered(language)
        assert [choice.value(word) for word in offered] == list(choice.chinese)
        assert len(",".join(offered)) < 255
        assert not any("," in word for word in offered)


def test_a_heading_is_known_by_each_of_its_lines() -> None:
    assert list(heading_names("名称 *\ntitle.zh")) == ["名称title.zh", "名称", "title.zh"]
    assert msgspec.structs.asdict(BY_TABLE["item"])["need"]
