"""dev.py: its help, what it asks of the system, and when it makes the environment anew."""

import subprocess
import sys
from pathlib import Path

import pytest

import dev

REPOSITORY = Path(__file__).resolve().parents[1]


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "dev.py", *arguments]
    return subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=False)


def test_help_names_every_command() -> None:
    shown = run("--help")
    assert shown.returncode == 0
    assert all(f"  {name} " in shown.stdout for name in dev.COMMANDS)


@pytest.mark.parametrize("command", [name for name in dev.COMMANDS if name != "run"])
def test_each_command_has_help_and_starts_nothing(command: str) -> None:
    shown = run(command, "--help")
    assert (shown.returncode, shown.stderr) == (0, "")
    assert dev.COMMANDS[command] in shown.stdout


def test_an_unknown_command_is_wrong_usage() -> None:
    shown = run("tset")
    assert shown.returncode == 2
    assert "'tset'" in shown.stderr


def test_the_standard_library_is_enough_to_start() -> None:
    started = subprocess.run(
        [sys.executable, "-I", "-S", "dev.py"], cwd=REPOSITORY, capture_output=True, check=False
    )
    assert started.returncode == 0


def test_older_pythons_can_read_it() -> None:
    compile((REPOSITORY / "dev.py").read_text(encoding="utf-8"), "dev.py", "exec", dont_inherit=True)
    import ast

    ast.parse((REPOSITORY / "dev.py").read_text(encoding="utf-8"), feature_version=(3, 8))


def test_a_python_too_old_or_new_is_named_with_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 14, 0))
    monkeypatch.setenv("PATH", "")
    with pytest.raises(
        dev.Trouble, match=r"3\.11, 3\.12 or 3\.13.*none of python3\.11, python3\.12, python3\.13"
    ):
        dev.use_supported_python()


def test_a_supported_python_on_path_takes_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken, found = tmp_path / "python3.13", tmp_path / "python3.12"
    broken.write_text("#!/bin/sh\nexit 127\n", encoding="utf-8")
    found.write_text('#!/bin/sh\n[ "$1" = -c ] || exit 42\n', encoding="utf-8")
    broken.chmod(0o755)
    found.chmod(0o755)
    monkeypatch.setattr(sys, "version_info", (3, 9, 2))
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(SystemExit) as left:
        dev.use_supported_python()
    assert left.value.code == 42


def test_a_missing_library_is_found_with_its_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dev, "QT_LIBRARIES", {"libnowhere.so.9": "libnowhere9"})
    missing = dev.missing_from_system({"no-such-program": "no-such-package"})
    assert missing == {"libnowhere.so.9": "libnowhere9", "no-such-program": "no-such-package"}


@pytest.mark.parametrize(
    ("installer", "command"),
    [
        ("apt-get", "sudo apt-get update && sudo apt-get install -y --no-install-recommends libegl1 xvfb"),
        ("dnf", "sudo dnf install -y 'libEGL.so.1()(64bit)' xorg-x11-server-Xvfb"),
    ],
)
def test_the_one_command_to_run_is_told(
    installer: str, command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / installer).write_text("#!/bin/sh\n", encoding="utf-8")
    (tmp_path / installer).chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    told = dev.how_to_install({"libEGL.so.1": "libegl1", "Xvfb": "xvfb"})
    assert told.splitlines()[-1].strip() == command


def test_the_environment_is_made_anew_when_the_lock_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock = tmp_path / "dev.lock"
    monkeypatch.setattr(dev, "LOCK", lock)
    lock.write_text("a==1\n", encoding="utf-8")
    before = dev.stamp()
    lock.write_text("a==2\n", encoding="utf-8")
    assert dev.stamp() != before


def test_a_failing_program_is_quoted_with_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dev, "LOG", tmp_path / "build" / "dev.log")
    with pytest.raises(dev.Trouble, match=r"(?s)status 3.*out of paper.*Buy paper\.") as trouble:
        dev.run_logged([sys.executable, "-c", "print('out of paper'); raise SystemExit(3)"], "Buy paper.")
    assert str(tmp_path) in str(trouble.value)
    assert "out of paper" in (tmp_path / "build" / "dev.log").read_text(encoding="utf-8")
