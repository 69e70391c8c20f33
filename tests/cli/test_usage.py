"""What the command line says of itself and of wrong usage: in the language in force, first what is wrong, last where help is."""

import gettext
import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import typer
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from typer.main import get_command

from evalapp.cli.app import build
from evalapp.cli.misuse import told
from evalapp.cli.options import describe
from evalapp.cli.pages import broken
from tests.cli.command_line import command
from tests.cli.test_contract import HELP, started

Language = Callable[[str], None]

MISTAKES = [
    ("results", "Missing argument 'PROJECT'.", "缺少参数“PROJECT”。"),
    ("explain", "Missing argument '[PROJECT] UNIT [ITEM]'.", "缺少参数“[PROJECT] UNIT [ITEM]”。"),
    ("compute --form f", "Missing option '--scores'.", "缺少选项“--scores”。"),
    ("submit a", "Missing option '-o / --output'.", "缺少选项“-o / --output”。"),
    ("results a b c", "Got unexpected extra argument(s) (b c)", "多出了参数：b c。"),
    ("results a --colour", "No such option: --colour", "没有选项“--colour”。"),
    ("results a -x", "No such option: -x", "没有选项“-x”。"),
    ("--colour", "No such option: --colour", "没有选项“--colour”。"),
    (
        "results a --jsn",
        "No such option: --jsn (Possible options: --json)",
        "没有选项“--jsn”。相近的选项：--json。",
    ),
    ("results a -o", "Option '-o' requires an argument.", "选项“-o”后面必须带一个值。"),
    ("results a --output", "Option '--output' requires an argument.", "选项“--output”后面必须带一个值。"),
    ("results a --json=3", "Option '--json' does not take a value.", "选项“--json”后面不带值。"),
    ("results a --help=3", "Option '--help' does not take a value.", "选项“--help”后面不带值。"),
    ("project destroy a", "No such command 'destroy'.", "没有命令 'destroy'。"),
    (
        "project Bakcup a",
        "No such command 'Bakcup'. Did you mean 'backup'?",
        "没有命令 'Bakcup'。是否要用 'backup'？",
    ),
    (
        "porject",
        "No such command 'porject'. Did you mean 'project', 'objection', 'export'?",
        "没有命令 'porject'。是否要用 'project', 'objection', 'export'？",
    ),
    (
        "agreement a --by colour",
        "Invalid value for '--by': 'colour' is not one of 'all', 'item', 'group', 'pair', 'assessor', 'week'.",
        "“--by”的值无效：“colour”不在可选的值之中：'all', 'item', 'group', 'pair', 'assessor', 'week'。",
    ),
    (
        "agreement a --seed -1",
        "Invalid value for '--seed': -1 is not in the range x>=0.",
        "“--seed”的值无效：-1 不在允许的范围 x>=0 之内。",
    ),
    (
        "robustness --draws 1000001",
        "Invalid value for '--draws': 1000001 is not in the range 1<=x<=1000000.",
        "“--draws”的值无效：1000001 不在允许的范围 1<=x<=1000000 之内。",
    ),
    (
        "agreement a --seed 1.5",
        "Invalid value for '--seed': '1.5' is not a whole number.",
        "“--seed”的值无效：“1.5”不是整数。",
    ),
    (
        "agreement a.evalproj --form small",
        "Invalid value for --form: A project has its form in it; --form is for a table of ratings.",
        "“--form”的值无效：项目里已有评分表；--form 只用于评分数据表。",
    ),
]


@pytest.mark.parametrize(("words", "english", "chinese"), MISTAKES, ids=[words for words, _e, _c in MISTAKES])
@pytest.mark.parametrize("name", ["en", "zh_CN"])
def test_a_mistake_is_said_first_and_where_help_is_last(
    words: str, english: str, chinese: str, name: str, tmp_path: Path, language: Language
) -> None:
    language(name)
    found = command(*words.split(), home=tmp_path)
    assert (found.status, found.out) == (2, "")
    first, usage, last = found.err.splitlines()
    at_fault = re.escape(help_path(words.split()))
    if name == "en":
        assert first == f"Error: {english}"
        assert re.fullmatch(rf"Usage: {at_fault} .+", usage)
        assert re.fullmatch(rf"Try '{at_fault} --help' for help\.", last)
    else:
        assert first == f"错误：{chinese}"
        assert re.fullmatch(rf"用法：{at_fault} .+", usage)
        assert re.fullmatch(rf"运行“{at_fault} --help”可查看帮助。", last)


def help_path(words: list[str]) -> str:
    """The command that the words name, as far as they name one."""
    found: Any = get_command(build())
    path = ["evalapp"]
    for word in words:
        if word not in getattr(found, "commands", {}):
            break
        found = found.commands[word]
        path.append(word)
    return " ".join(path)


@pytest.mark.parametrize("name", ["en", "zh_CN"])
def test_a_group_alone_lacks_a_command_and_shows_its_page(
    name: str, tmp_path: Path, language: Language
) -> None:
    language(name)
    found = command("export", home=tmp_path)
    page = command("export", "--help", home=tmp_path).out
    assert (found.status, found.out) == (2, "")
    missing = {"en": "Error: Missing command.", "zh_CN": "错误：缺少命令。"}[name]
    assert found.err == f"{missing}\n\n{page}"


def test_wrong_usage_with_json_leaves_standard_output_empty(tmp_path: Path, language: Language) -> None:
    language("zh_CN")
    found = command("results", "a", "b", "--json", home=tmp_path)
    assert (found.status, found.out) == (2, "")
    assert found.err.startswith("错误：多出了参数：b。\n")


def test_a_mistake_of_no_one_parameter_is_its_sentence() -> None:
    assert told(typer.BadParameter("Give one or the other.")) == "Error: Give one or the other."


def test_what_was_typed_cannot_steer_the_terminal(tmp_path: Path) -> None:
    for words in (
        ("results", "a", "\x1b[2J"),
        ("results", "a", "--\x1b[2J"),
        ("\x1b[2J",),
        ("agreement", "a", "--by", "\x1b[2J"),
        ("agreement", "a", "--seed", "\x1b[2J"),
    ):
        found = command(*words, home=tmp_path)
        assert found.status == 2
        assert "\x1b" not in found.err
        assert "\\x1b[2J" in found.err


def test_a_mistyped_command_is_told_in_chinese(tmp_path: Path) -> None:
    process = started("exprot", "x", home=tmp_path, folder=tmp_path, LC_ALL="zh_CN.UTF-8")
    out, errors = process.communicate()
    assert (process.returncode, out) == (2, b"")
    said = errors.decode()
    assert "“exprot”" in said.splitlines()[0]
    assert "“evalapp export”" in said
    assert "“evalapp --help”" in said.splitlines()[-1]
    assert not re.search("neither|mean|lists", said)


# Help -----------------------------------------------------------------------------------------------------------------

KEPT = {
    "evalapp", "CSV", "TOML", "JSON", "Excel", "WPS", "PNG", "SVG", "PDF",
    "arithmetic", "geometric", "harmonic", "minmax", "zscore", "percentile", "best", "dirichlet",
    "single", "double", "all", "mean",
    "outlier", "alike", "jump", "reused", "doubtful",
    "PostgreSQL",
}  # fmt: skip
"""The program, a server's name, kinds of files, and words that are typed as values of options."""


def names_of(found: Any) -> Iterator[str]:
    """All that a command and those below it let be typed."""
    yield found.name or ""
    for one in found.params:
        yield from (one.name, one.metavar or "", *one.opts, str(one.default))
        yield from map(str, one.type_descriptor.choices or ())
    for below in getattr(found, "commands", {}).values():
        yield from names_of(below)


@pytest.mark.parametrize("words", HELP, ids=" ".join)
def test_a_chinese_page_has_no_english_words(
    words: tuple[str, ...], tmp_path: Path, language: Language
) -> None:
    language("zh_CN")
    root = get_command(build())
    describe(root)
    here: Any = root
    for word in words:
        here = here.commands[word]
    known = {*KEPT, *words, "help"} | {
        word for name in names_of(here) for word in re.findall("[A-Za-z]+", name)
    }
    page = command(*words, "--help", home=tmp_path).out
    # Endings of files and columns of tables, which stand behind their Chinese names.
    plain = re.sub(r"\.[a-z]+|/[a-z_]+", " ", page)
    assert set(re.findall("[A-Za-z]{2,}", plain)) <= known
    assert page.splitlines()[0].startswith("用法：evalapp")
    assert "显示本说明后退出。" in page


@pytest.mark.parametrize("words", HELP, ids=" ".join)
def test_a_chinese_page_fits_a_terminal_of_80(
    words: tuple[str, ...], tmp_path: Path, language: Language, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    language("zh_CN")
    for line in command(*words, "--help", home=tmp_path).out.splitlines():
        assert cell_len(line) <= 80


@given(st.text(alphabet="ab -./[]（）“”，。；评分表αé"), st.integers(2, 40))
def test_breaking_a_text_loses_nothing(text: str, width: int) -> None:
    assert "".join(broken(text, width)).replace(" ", "") == text.replace(" ", "")


@given(st.lists(st.sampled_from(["评", "分", "表", " ", "--json ", "evalapp", "αé"])), st.integers(7, 40))
def test_no_line_is_wider_than_asked_where_words_fit(pieces: list[str], width: int) -> None:
    text = "".join(f"{piece} " if piece.isascii() or piece == "αé" else piece for piece in pieces)
    assert all(cell_len(line) <= width for line in broken(text, width))


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("取值（默认）。", 6, ["取值", "（默", "认）。"]),
        ("取值  [必填]", 8, ["取值", "[必填]"]),
        ("写出 CSV 文件", 8, ["写出 CSV", "文件"]),
        ("几何geometric平均", 11, ["几何", "geometric平", "均"]),
        ("A 12-letter word", 3, ["A", "12-letter", "word"]),
        ("", 8, [""]),
    ],
)
def test_marks_stay_with_what_they_mark_and_words_are_whole(text: str, width: int, lines: list[str]) -> None:
    assert broken(text, width) == lines


# Whose words they are -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("before", [None, "fr"])
@pytest.mark.parametrize("words", ["form list", "results", "--help"])
def test_the_process_is_left_as_it_was(
    words: str, before: str | None, tmp_path: Path, language: Language, monkeypatch: pytest.MonkeyPatch
) -> None:
    if before is None:
        monkeypatch.delenv("LANGUAGE", raising=False)
    else:
        monkeypatch.setenv("LANGUAGE", before)
    language("zh_CN")
    environment, domain, folder = dict(os.environ), gettext.textdomain(), gettext.bindtextdomain("evalapp")
    command(*words.split(), home=tmp_path)
    assert dict(os.environ) == environment
    assert gettext.textdomain() == domain
    assert gettext.bindtextdomain("evalapp") == folder


@pytest.mark.parametrize(
    ("name", "system", "word"), [("zh_CN", "en", "选项：\n"), ("en", "zh_CN", "Options:\n")]
)
def test_the_program_s_language_counts_not_the_system_s(
    name: str, system: str, word: str, tmp_path: Path, language: Language, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANGUAGE", system)
    language(name)
    assert word in command("results", "--help", home=tmp_path).out


def test_a_command_that_is_broken_off_is_1_and_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, language: Language
) -> None:
    def broken_off(as_json: bool = False) -> None:
        raise typer.Abort

    monkeypatch.setattr("evalapp.cli.forms.list_forms", broken_off)
    language("zh_CN")
    found = command("form", "list", home=tmp_path)
    assert (found.status, found.err) == (1, "已停止。没有留下做了一半的内容。\n")
