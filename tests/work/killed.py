"""What is killed: run as ``python killed.py MODE HOME FILE ...``; says "ready", then works on, and says what is done."""

import sys
from pathlib import Path

from evalapp.base.progress import Progress
from evalapp.work.answering import record_answer, record_answers
from evalapp.work.answers import Entered
from evalapp.work.merging import merge
from evalapp.work.project import open_project
from evalapp.work.session import Session
from evalapp.work.submit import submit


def say(*words: object) -> None:
    print(*words, flush=True)


def enter(session: Session, path: Path, first: int) -> None:
    """Answers to one item after another, numbered from ``first``."""
    project = open_project(session, path)
    say("ready")
    for number in range(first, first + 100_000):
        item = ("A1", "A2", "B1")[number % 3]
        value = {"A1": ("yes", "no"), "A2": ("full", "none"), "B1": ("1", "2")}[item][number % 2]
        record_answer(
            project, "370100", item, Entered(state="answered", value=value, justification=f"第 {number} 次")
        )
        say(number)


def enter_blocks(session: Session, path: Path, first: int) -> None:
    """Blocks of answers over several cities, numbered from ``first``: each takes the place of the one before."""
    project = open_project(session, path)
    say("ready")
    cells = [(unit, item) for unit in ("370100", "370200", "370300") for item in ("A1", "A2", "B1", "B2")]
    for number in range(first, first + 100_000):
        answer = Entered(justification=f"第 {number} 块")
        assert record_answers(project, dict.fromkeys(cells, answer)) == len(cells)
        say(number)


def take_in(session: Session, path: Path, packages: list[Path]) -> None:
    """One package after another."""
    project = open_project(session, path)
    say("ready")
    for package in packages:
        report = merge(project, [package], Progress())
        assert report.files[0].verdict in ("merge", "repeat"), report
        say(package.name)


def hand_in(session: Session, path: Path, target: Path) -> None:
    """The same submission again and again."""
    project = open_project(session, path)
    say("ready")
    for number in range(100_000):
        submit(project, target, comment="只做到这里")
        say(number)


if __name__ == "__main__":
    mode, home, file, *rest = sys.argv[1:]
    account = Session(home=Path(home))
    if mode == "enter":
        enter(account, Path(file), int(rest[0]))
    elif mode == "blocks":
        enter_blocks(account, Path(file), int(rest[0]))
    elif mode == "merge":
        take_in(account, Path(file), [Path(name) for name in rest])
    else:
        hand_in(account, Path(file), Path(rest[0]))
