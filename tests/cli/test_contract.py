"""What scripts rely on: exit statuses, JSON alone on standard output, messages on standard error, the choice of window or command."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from evalapp import __main__ as program
from tests.cli.command_line import DATA, REPOSITORY, SMALL_FORM, command
from tests.cli.conftest import Office, newer_edition

Words = tuple[object, ...]


def started(
    *arguments: object, home: Path, folder: Path, stdout: Any = subprocess.PIPE, **environment: str
) -> subprocess.Popen[bytes]:
    """``python -m evalapp`` as a process of its own."""
    every = {
        **os.environ,
        "EVALAPP_HOME": str(home),
        "PYTHONPATH": str(REPOSITORY),
        "LC_ALL": "en_US.UTF-8",
        **environment,
    }
    return subprocess.Popen(
        [sys.executable, "-m", "evalapp", *map(str, arguments)],
        env=every,
        cwd=folder,
        stdout=stdout,
        stderr=subprocess.PIPE,
    )


# Exit statuses --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    [
        ("results",),
        ("results", "a", "b"),
        ("results", "a", "--colour"),
        ("project",),
        ("project", "destroy", "a"),
        ("project", "new", "a"),
        ("merge", "a"),
        ("submit", "a"),
        ("compute", "--form", "f"),
        ("agreement",),
        ("agreement", "a.csv", "--by", "colour"),
        ("agreement", "a.csv", "--seed", "-1"),
        ("agreement", "a.evalproj", "--form", "small"),
        ("export",),
        ("form", "show"),
        ("form", "convert", "a"),
        ("form", "template", "-o", "f.xlsx", "--lang", "fr"),
        ("--colour",),
    ],
    ids=" ".join,
)  # fmt: skip
def test_wrong_usage_is_2_and_says_how(words: Words, tmp_path: Path) -> None:
    found = command(*words, home=tmp_path / "home")
    assert found.status == 2
    assert "Usage: evalapp" in found.err + found.out
    assert "Traceback" not in found.err


def commands_on(project: Path, folder: Path) -> list[Words]:
    """Every command that opens a project, with something else to read where it needs it."""
    return [
        ("project", "info", project),
        ("project", "check", project),
        ("project", "backup", project),
        ("project", "restore", project, "-o", folder / "new"),
        ("project", "history", project, "1", "A1"),
        ("project", "settings", project),
        ("project", "edition", project, SMALL_FORM),
        ("form", "diff", project, SMALL_FORM),
        ("task", project, "-o", folder / "new"),
        ("open", project, "-o", folder / "new"),
        ("enter", project, DATA / "coinr-asem" / "scores.csv"),
        ("problems", project),
        ("submit", project, "-o", folder / "new"),
        ("accept", project, "1", "A1", "why"),
        ("return", project, "-o", folder / "new"),
        ("questions", project),
        ("reply", project, "1", "A1", "why"),
        ("project", "rules", project),
        ("merge", project, SMALL_FORM),
        ("conflicts", project),
        ("checks", project),
        ("decide", project, DATA / "coinr-asem" / "scores.csv"),
        ("agreement", project),
        ("results", project),
        ("robustness", project, "--draws", "10"),
        ("explain", project, "1"),
        ("export", "workbook", project, "-o", folder / "new"),
        ("export", "charts", project, "-o", folder / "new"),
    ]


@pytest.mark.parametrize("kind", ["absent", "folder", "empty", "noise", "text"])
def test_what_is_no_project_is_1_named_and_left_alone(kind: str, tmp_path: Path) -> None:
    project = tmp_path / "山东.evalproj"
    contents = {"empty": b"", "noise": bytes(range(256)) * 40, "text": "山东省".encode() * 500}
    if kind == "folder":
        project.mkdir()
    elif kind in contents:
        project.write_bytes(contents[kind])
    before = sorted(path.name for path in tmp_path.iterdir())
    for words in commands_on(project, tmp_path):
        found = command(*words, "--json", home=tmp_path / "home")
        assert found.status == 1, words
        assert found.json["error"]["code"], words
        assert "Traceback" not in found.err
        named = project.name in found.err or "scores.csv" in found.err
        assert named, (words, found.err)
    if kind in ("noise", "text"):
        assert project.read_bytes() == contents[kind]
    assert sorted(path.name for path in tmp_path.iterdir() if path.name != "home") == before


# JSON -----------------------------------------------------------------------------------------------------------------


def test_every_command_answers_in_json(office: Office) -> None:
    desk, wang, folder = office.desk, office.wang, office.desk.folder
    unit = wang.asks("open", desk.path("tasks/WXL.evalpkg"), "-o", wang.path("look.evalproj"))["units"][0]
    rows = [(unit, "A1", "no"), (unit, "B1", "3")]
    table = wang.writes("a.csv", ("unit", "item", "value"), rows)
    decisions = desk.writes("d.csv", ("unit", "item", "value", "reason_category", "reason", "basis"), [])
    questions = desk.writes("q.csv", ("unit", "item", "assessor", "question"), [(unit, "A1", "WXL", "why?")])
    backup = folder / "backup.evalproj"
    newer = newer_edition(folder / "newer.toml", ("有网上入口", "有网上办事入口"))
    for account, words in (
        (desk, ("form", "list")),
        (desk, ("form", "show", SMALL_FORM)),
        (desk, ("form", "check", SMALL_FORM)),
        (desk, ("form", "diff", SMALL_FORM, office.project)),
        (
            desk,
            (
                "project",
                "new",
                folder / "n.evalproj",
                "--form",
                SMALL_FORM,
                "--roster",
                folder / "roster.csv",
            ),
        ),
        (desk, ("task", office.project, "-o", folder / "tasks")),
        (wang, ("open", folder / "tasks" / "WXL.evalpkg", "-o", wang.path("again.evalproj"))),
        (wang, ("enter", office.mine, table)),
        (wang, ("problems", office.mine)),
        (wang, ("accept", office.mine, unit, "A1", "the entrance is in the app")),
        (wang, ("submit", office.mine, "-o", wang.path("s.evalpkg"), "--comment", "the rest next week")),
        (desk, ("merge", office.project, wang.path("s.evalpkg"), "--dry-run")),
        (desk, ("merge", office.project, wang.path("s.evalpkg"))),
        (desk, ("conflicts", office.project)),
        (desk, ("checks", office.project)),
        (desk, ("checks", office.project, "-o", folder / "checks.csv")),
        (desk, ("decide", office.project, decisions)),
        (desk, ("agreement", office.project)),
        (desk, ("results", office.project)),
        (desk, ("explain", office.project, unit, "A")),
        (desk, ("results", office.project, "-o", folder / "r.csv")),
        (desk, ("robustness", office.project, "--draws", "10")),
        (desk, ("robustness", office.project, "--draws", "10", "-o", folder / "ranks.csv")),
        (desk, ("compute", "--form", SMALL_FORM, "--scores", table)),
        (desk, ("export", "workbook", office.project, "-o", folder / "w.xlsx")),
        (desk, ("project", "info", office.project)),
        (desk, ("project", "check", office.project)),
        (desk, ("project", "backup", office.project, "-o", backup)),
        (desk, ("project", "restore", backup, "-o", folder / "restored.evalproj")),
        (desk, ("project", "history", office.project, unit, "A1")),
        (desk, ("project", "edition", office.project, newer, "--dry-run")),
        (desk, ("project", "edition", office.project, newer)),
        (desk, ("task", office.project, "-o", folder / "updates", "--update")),
        (wang, ("merge", office.mine, folder / "updates" / "WXL-update.evalpkg", "--dry-run")),
        (wang, ("open", folder / "updates" / "WXL-update.evalpkg", "-o", office.mine)),
        (desk, ("project", "settings", office.project)),
        (desk, ("project", "rules", office.project, "--unanswered", "block")),
        (desk, ("return", office.project, "-o", folder / "returns", "--questions", questions)),
        (wang, ("open", folder / "returns" / "WXL-return.evalpkg", "-o", office.mine)),
        (wang, ("questions", office.mine)),
        (wang, ("reply", office.mine, unit, "A1", "seen again")),
    ):
        assert account.asks(*words) is not None, words


def test_where_nobody_has_a_result_nothing_is_drawn_and_it_says_so(office: Office) -> None:
    found = office.desk.types("export", "charts", office.project, "-o", office.desk.path("charts"), "--json")
    assert found.json == {"files": []}
    assert "nothing to draw" in found.err


def test_errors_are_json_too_and_said_on_standard_error(tmp_path: Path) -> None:
    found = command("results", tmp_path / "gone.evalproj", "--json", home=tmp_path / "home")
    error = found.json["error"]
    assert error["code"] == "not_found"
    assert "gone.evalproj" in error["message"]
    assert error["message"] in found.err


def test_progress_and_messages_stay_off_standard_output(office: Office) -> None:
    found = office.desk.types("results", office.project)
    assert found.out.splitlines()[0].startswith("unit,item,")
    assert "is not ranked" in found.err
    assert "is not ranked" not in found.out


def test_why_a_unit_has_no_rank_is_said_in_the_language_of_the_rest(
    office: Office, language: Callable[[str], None]
) -> None:
    language("zh_CN")
    found = office.desk.types("results", office.project)
    assert "济南市 未排名：待定 A1" in found.err


def test_no_code_at_all_is_on_no_roster(office: Office) -> None:
    found = office.desk.asks("explain", office.project, "", status=1)
    assert found["error"]["code"] == "unknown_unit"


# Window or command ----------------------------------------------------------------------------------------------------


@pytest.fixture
def doors(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, list[str]]]:
    """Which of the two the program would go through, with what."""
    import types

    taken: list[tuple[str, list[str]]] = []

    def door(name: str) -> Callable[[list[str]], int]:
        return lambda arguments: taken.append((name, arguments)) or 0  # type: ignore[func-returns-value]

    window = types.ModuleType("evalapp.ui.app")
    window.run_app = door("window")  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "evalapp.ui.app", window)
    monkeypatch.setattr("evalapp.cli.app.run", door("command"))
    return taken


@pytest.mark.parametrize(
    ("arguments", "door"),
    [
        ([], "window"),
        (["山东.evalproj"], "window"),
        (["/media/usb/WXL.evalpkg"], "window"),
        (["project", "info", "a"], "command"),
        (["form"], "command"),
        (["demo", "d"], "command"),
        (["--help"], "command"),
    ],
)
def test_the_first_argument_chooses(
    doors: list[tuple[str, list[str]]], monkeypatch: pytest.MonkeyPatch, arguments: list[str], door: str
) -> None:
    monkeypatch.setattr(sys, "argv", ["evalapp", *arguments])
    assert program.main() == 0
    assert doors == [(door, arguments)]


@pytest.mark.parametrize(
    ("argument", "meant"),
    [
        ("exprot", "export"),
        ("Results", "results"),
        ("projects", "project"),
        ("tests/people.p", ""),
        (".", ""),
        ("结果", ""),
    ],
)
def test_what_is_neither_a_command_nor_a_file_opens_no_window(
    doors: list[tuple[str, list[str]]],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    argument: str,
    meant: str,
) -> None:
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    monkeypatch.setattr(sys, "argv", ["evalapp", argument, "x"])
    assert program.main() == 2
    assert doors == []
    said = capsys.readouterr().err
    assert f"“{argument}” is neither a command nor a file" in said
    assert (f"Did you mean “evalapp {meant}”?" in said) == bool(meant)
    assert ("Did you mean" in said) == bool(meant)


def test_a_file_of_any_name_is_for_the_window(
    doors: list[tuple[str, list[str]]], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / "exprot"
    file.write_bytes(b"")
    monkeypatch.setattr(sys, "argv", ["evalapp", str(file)])
    assert program.main() == 0
    assert doors == [("window", [str(file)])]


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems always have a display")
@pytest.mark.parametrize(
    ("surroundings", "words"),
    [({}, "DISPLAY"), ({"DISPLAY": ":4711", "QT_QPA_PLATFORM": "xcb"}, "Qt")],
)
def test_without_a_display_the_window_says_so_and_ends(
    tmp_path: Path, surroundings: dict[str, str], words: str
) -> None:
    kept = {
        name: value
        for name, value in os.environ.items()
        if name not in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    }
    ended = subprocess.run(
        [sys.executable, "-m", "evalapp"],
        env={**kept, **surroundings, "LC_ALL": "en_GB.UTF-8", "EVALAPP_HOME": str(tmp_path)},
        cwd=REPOSITORY,
        capture_output=True,
        check=False,
        timeout=60,
    )
    said = ended.stderr.decode()
    assert ended.returncode == 1
    assert "The window cannot be opened" in said
    assert words in said
    assert "Nothing was changed" in said
    assert "“evalapp --help” lists them" in said


def test_every_command_of_the_command_line_is_known_to_the_program(tmp_path: Path) -> None:
    from typer.main import get_command

    from evalapp.cli.app import build

    assert set(get_command(build()).commands) == set(program.COMMANDS)  # type: ignore[attr-defined]


@pytest.mark.parametrize("words", [["form", "list"], ["form", "--help"], ["results"]], ids=" ".join)
def test_a_command_loads_neither_qt_nor_pages_with_markup(words: list[str], tmp_path: Path) -> None:
    check = f"import sys, evalapp.__main__ as m; sys.argv = ['evalapp', *{words}]; m.main(); print([n for n in sys.modules if n.startswith('PySide6') or n == 'typer.rich_utils'])"
    found = subprocess.run(
        [sys.executable, "-c", check],
        env={**os.environ, "PYTHONPATH": str(REPOSITORY), "EVALAPP_HOME": str(tmp_path)},
        capture_output=True,
        check=True,
    )
    assert found.stdout.decode().splitlines()[-1] == "[]"


# Help -----------------------------------------------------------------------------------------------------------------

HELP = [
    (), ("form",), ("project",), ("export",), ("form", "list"), ("form", "show"), ("form", "check"), ("form", "template"), ("form", "convert"), ("form", "diff"), ("project", "new"), ("project", "info"),
    ("project", "check"), ("project", "backup"), ("project", "restore"), ("project", "history"), ("project", "settings"), ("project", "edition"), ("project", "rules"), ("task",), ("open",), ("sheet",), ("enter",), ("problems",),
    ("submit",), ("accept",), ("reply",), ("questions",), ("return",), ("checks",), ("merge",), ("conflicts",), ("decide",), ("agreement",), ("results",), ("explain",), ("robustness",), ("compute",), ("export", "workbook"), ("export", "charts"), ("demo",),
]  # fmt: skip


@pytest.mark.parametrize("words", HELP, ids=" ".join)
def test_help_tells_of_every_parameter(words: tuple[str, ...], tmp_path: Path) -> None:
    from typer.main import get_command

    from evalapp.cli.app import build
    from evalapp.cli.options import describe

    found = get_command(build())
    describe(found)
    for word in words:
        found = found.commands[word]  # type: ignore[attr-defined]
    assert found.help
    assert not [parameter.name for parameter in found.params if not getattr(parameter, "help", None)]
    assert command(*words, "--help", home=tmp_path).status == 0


@pytest.mark.parametrize("words", HELP, ids=" ".join)
def test_help_is_chinese_on_a_chinese_system(
    words: tuple[str, ...], tmp_path: Path, language: Callable[[str], None]
) -> None:
    english = command(*words, "--help", home=tmp_path).out
    language("zh_CN")
    chinese = command(*words, "--help", home=tmp_path)
    assert chinese.status == 0
    said = [line for line in english.splitlines() if line.startswith("  ") and "--help" not in line]
    assert any("\u4e00" <= letter <= "\u9fff" for letter in chinese.out)
    assert said[0] not in chinese.out


@pytest.mark.parametrize("name", ["en", "zh_CN"])
def test_the_list_of_commands_is_not_cut(name: str, tmp_path: Path, language: Callable[[str], None]) -> None:
    language(name)
    for words in ((), ("form",), ("project",), ("export",)):
        heading = {"en": "Commands:\n", "zh_CN": "命令：\n"}[name]
        lines = command(*words, "--help", home=tmp_path).out.split(heading)[1].splitlines()
        assert len({line.split()[0] for line in lines}) == len(lines)
        assert [line for line in lines if not line.endswith((".", "。"))] == []


def test_the_language_is_that_of_the_system(tmp_path: Path) -> None:
    shown = started("form", "list", home=tmp_path, folder=tmp_path)
    english, _errors = shown.communicate()
    shown = started("form", "list", home=tmp_path, folder=tmp_path, LC_ALL="zh_CN.UTF-8")
    chinese, _errors = shown.communicate()
    assert "Local government Internet service capability" in english.decode()
    assert "地方政府互联网服务能力评估" in chinese.decode()


# Streams --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    [
        ("form", "show", "gov-internet-service", "--json"),
        ("form", "show", "gov-internet-service"),
        ("form", "list"),
    ],
    ids=" ".join,
)
def test_a_reader_that_goes_away_makes_no_traceback(words: tuple[str, ...], tmp_path: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    try:
        process = started(*words, home=tmp_path, folder=tmp_path, stdout=writing)
    finally:
        os.close(writing)
    _out, errors = process.communicate()
    assert errors == b""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no disk that is always full")
@pytest.mark.parametrize("words", [("form", "list"), ("form", "list", "--json")], ids=" ".join)
def test_a_full_disk_under_the_output_is_1_and_said(words: tuple[str, ...], tmp_path: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        process = started(*words, home=tmp_path, folder=tmp_path, stdout=full)
    _out, errors = process.communicate()
    assert process.returncode == 1
    assert (
        errors.decode()
        == "The output could not be read or written: the disk is full. Choose another name or folder.\n"
    )


def test_pipes_are_utf_8_whatever_the_console_is(tmp_path: Path) -> None:
    process = started(
        "form",
        "show",
        "gov-internet-service",
        home=tmp_path,
        folder=tmp_path,
        PYTHONIOENCODING="ascii",
        LC_ALL="zh_CN.UTF-8",
    )
    out, errors = process.communicate()
    assert "地方政府互联网服务能力评估" in out.decode()
    assert errors == b""


def test_tables_in_a_pipe_keep_each_row_on_its_line(office: Office) -> None:
    unit = office.wang.asks(
        "open", office.desk.path("tasks/WXL.evalpkg"), "-o", office.wang.path("look.evalproj")
    )["units"][0]
    words = "很长的说明。" * 100 + "\n第二段"
    office.wang.types(
        "enter",
        office.mine,
        office.wang.writes("a.csv", ("unit", "item", "value", "justification"), [(unit, "A1", "yes", words)]),
    )
    lines = office.wang.types("project", "history", office.mine, unit, "A1").out.splitlines()
    assert len(lines) == 2
    assert words.replace("\n", " ") in lines[1]
    assert all(line == line.rstrip() for line in lines)


def test_a_home_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("a file")
    roster = tmp_path / "roster.csv"
    roster.write_text("code,name,province\n1,甲,省\n", encoding="utf-8")
    assert command("form", "list", home=tmp_path / "home").status == 0


def test_a_damaged_key_is_named(office: Office) -> None:
    (office.wang.home / "identity.key").parent.mkdir(parents=True, exist_ok=True)
    (office.wang.home / "identity.key").write_text("not a key")
    unit = office.wang.asks(
        "open", office.desk.path("tasks/WXL.evalpkg"), "-o", office.wang.path("look.evalproj")
    )["units"][0]
    table = office.wang.writes("a.csv", ("unit", "item", "value"), [(unit, "A1", "yes")])
    before = office.mine.read_bytes()
    found = office.wang.types("enter", office.mine, table, "--json", status=1)
    assert "identity.key" in found.json["error"]["message"]
    assert office.mine.read_bytes() == before


def test_a_result_never_replaces_the_project(office: Office) -> None:
    before = office.project.read_bytes()
    for words in (
        ("results", office.project, "-o", office.project),
        ("robustness", office.project, "-o", office.project),
        ("export", "workbook", office.project, "-o", office.project),
    ):
        assert office.desk.types(*words, "--json", status=1).json["error"]["code"] == "same_file"
    assert office.project.read_bytes() == before


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no named pipes")
def test_what_is_no_file_is_not_replaced_by_one(office: Office) -> None:
    pipe, folder = office.desk.path("pipe"), office.desk.path("tasks")
    os.mkfifo(pipe)
    for target in (pipe, folder):
        for words in (
            ("results", office.project),
            ("robustness", office.project),
            ("export", "workbook", office.project),
        ):
            found = office.desk.types(*words, "-o", target, "--json", status=1)
            assert found.json["error"]["code"] == "not_a_file"
        found = office.wang.types("submit", office.mine, "-o", target, "--json", status=1)
        assert found.json["error"]["code"] == "not_a_file"
    assert pipe.is_fifo()
    assert folder.is_dir()


@pytest.mark.parametrize(
    "words", [("results", "-o"), ("project", "backup", "-o"), ("submit", "-o"), ("task", "-o")], ids=" ".join
)
def test_a_name_that_the_system_refuses_is_1_and_named(office: Office, words: tuple[str, ...]) -> None:
    account, project = (office.wang, office.mine) if words[0] == "submit" else (office.desk, office.project)
    name = "长" * 200
    found = account.types(
        *words[:-1],
        project,
        words[-1],
        account.path(name) / "a" if words[0] == "task" else account.path(name),
        "--json",
        status=1,
    )
    assert name in found.json["error"]["message"]


def test_a_folder_without_packages_is_named_and_nothing_is_done(office: Office) -> None:
    office.desk.path("inbox").mkdir()
    before = office.project.read_bytes()
    found = office.desk.types("merge", office.project, office.desk.path("inbox"), status=1)
    assert "inbox" in found.err
    assert office.project.read_bytes() == before
    assert not office.desk.path("desk.backups").exists()


def test_only_a_coordinator_merges_decides_and_exports(office: Office) -> None:
    table = office.wang.writes("d.csv", ("unit", "item", "value", "reason_category", "reason", "basis"), [])
    target = office.wang.path("out")
    for words in (
        ("merge", office.mine, office.desk.path("tasks/WXL.evalpkg")),
        ("merge", office.mine, office.desk.path("tasks/WXL.evalpkg"), "--dry-run"),
        ("conflicts", office.mine),
        ("checks", office.mine),
        ("decide", office.mine, table),
        ("agreement", office.mine),
        ("export", "workbook", office.mine, "-o", target),
        ("export", "charts", office.mine, "-o", target),
    ):
        assert office.wang.types(*words, "--json", status=1).json["error"]["code"] == "role"
    assert not target.exists()
