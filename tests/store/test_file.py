"""The project file: only grows, knows its own, notices every change from outside, survives what laptops do to files."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import sqlcipher3.dbapi2 as sqlcipher

from evalapp.base.errors import AppError
from evalapp.base.progress import Progress
from evalapp.store import schema
from evalapp.store.backup import KEEP, backed_up, thin_out
from evalapp.store.project_file import open_project_file
from evalapp.work.care import back_up_project, check_project, restore_project
from evalapp.work.changing import change_setting
from evalapp.work.evidence import screenshot_evidence
from evalapp.work.project import open_project
from tests.people import UNITS, Desk, Field, founded

U1 = UNITS[0]
PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A project with answers, an attachment, a conflict, a decision."""
    desk = founded(tmp_path, codes=("WXL", "ZQM"), mode="all")
    wang, zhao = desk.assessor("WXL"), desk.assessor("ZQM")
    wang.answers_all(U1)
    wang.answers(U1, "A2", "full", evidence=[screenshot_evidence(wang.project, PNG, "首页")])
    zhao.answers_all(U1, {"A2": "none"})
    desk.merges(wang.hands_in(), zhao.hands_in())
    desk.decides(U1, "A2", "part")
    yield desk
    desk.project.close()


@contextmanager
def outside(path: Path, *, triggers: bool = False) -> Iterator[sqlcipher.Connection]:
    """The file in the hands of another program; without the triggers it may do anything."""
    connection = sqlcipher.connect(str(path), isolation_level=None)
    try:
        if not triggers:
            for name in (
                "revision_is_never_updated",
                "revision_is_never_deleted",
                "seal_is_never_updated",
                "seal_is_never_deleted",
            ):
                connection.execute(f"DROP TRIGGER {name}")
        yield connection
    finally:
        connection.close()


def faults(desk: Desk) -> tuple[str, ...]:
    with open_project(desk.session, desk.project.path) as project:
        return check_project(project, Progress()).faults


# Append-only ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE revision SET body = x'7b7d'",
        "UPDATE revision SET batch = 7",
        "DELETE FROM revision",
        "DELETE FROM revision WHERE n = 1",
        "INSERT OR REPLACE INTO revision SELECT n, id, slot, device, seq, lamport, batch, x'7b7d' FROM revision WHERE n = 1",
        "INSERT OR REPLACE INTO revision SELECT NULL, id, slot, device, seq, lamport, batch, x'7b7d' FROM revision WHERE n = 1",
        "REPLACE INTO revision SELECT * FROM revision",
        "INSERT INTO revision SELECT * FROM revision WHERE n = 1 ON CONFLICT DO UPDATE SET body = x'7b7d'",
        "UPDATE seal SET signature = x'00'",
        "DELETE FROM seal",
        'INSERT OR REPLACE INTO seal SELECT device, seq, tip, "key", "count", x\'00\' FROM seal',
    ],
)
def test_revisions_and_seals_are_never_changed(desk: Desk, statement: str) -> None:
    before = desk.rows("SELECT * FROM revision"), desk.rows("SELECT * FROM seal")
    assert before[1]
    with pytest.raises(Exception, match=r"never (changed|deleted)"), desk.project.file.write() as connection:
        connection.exec_driver_sql(statement)
    assert (desk.rows("SELECT * FROM revision"), desk.rows("SELECT * FROM seal")) == before


def test_every_connection_is_set_up_alike(desk: Desk) -> None:
    with desk.project.file.read() as one, desk.project.file.read() as two:
        for connection in (one, two):
            found = {
                name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
                for name in (
                    "foreign_keys",
                    "recursive_triggers",
                    "journal_mode",
                    "synchronous",
                    "trusted_schema",
                )
            }
            assert found == {
                "foreign_keys": 1,
                "recursive_triggers": 1,
                "journal_mode": "wal",
                "synchronous": 2,
                "trusted_schema": 0,
            }


def test_a_failed_transaction_leaves_nothing(desk: Desk) -> None:
    before = desk.meaning()
    with pytest.raises(RuntimeError), desk.project.file.write() as connection:  # noqa: PT012
        connection.exec_driver_sql("DELETE FROM cell")
        connection.exec_driver_sql("INSERT INTO project VALUES ('x', 'y')")
        raise RuntimeError
    assert desk.meaning() == before
    assert desk.rows("SELECT * FROM project WHERE key = 'x'") == []


# The check ------------------------------------------------------------------------------------------------------------


def test_a_sound_file_passes(desk: Desk) -> None:
    report = desk.check()
    assert report.faults == ()
    assert (report.attachments, report.seals) == (1, 2)
    assert report.revisions == len(desk.ids())


CHANGES = {
    "a byte of a revision": 'UPDATE revision SET body = CAST(replace(CAST(body AS TEXT), \'"value":"full"\', \'"value":"none"\') AS BLOB)',
    "an id": "UPDATE revision SET id = randomblob(32) WHERE n = 20",
    "a sequence number": "UPDATE revision SET seq = 99 WHERE n = (SELECT max(n) FROM revision)",
    "a counter": "UPDATE revision SET lamport = 99 WHERE n = 20",
    "a slot": "UPDATE revision SET slot = 1 WHERE n = 20",
    "a device": "UPDATE revision SET device = 1 WHERE n = 20",
    "an own revision is gone": "DELETE FROM revision WHERE n = (SELECT n FROM revision WHERE batch IS NULL ORDER BY n LIMIT 1 OFFSET 2)",
    "a merged revision is gone": "DELETE FROM revision WHERE n = (SELECT n FROM revision WHERE batch IS NOT NULL ORDER BY n LIMIT 1 OFFSET 3)",
    "a sealed tip is gone": "DELETE FROM revision WHERE id = (SELECT tip FROM seal LIMIT 1)",
    "a decision is gone": "DELETE FROM revision WHERE n = (SELECT max(n) FROM revision)",
    "a seal's signature": "UPDATE seal SET signature = zeroblob(64)",
    "a seal's reach": "UPDATE seal SET seq = seq + 1",
    "an attachment": "UPDATE attachment SET data = CAST(substr(data, 1, 100) || x'01' || substr(data, 102) AS BLOB)",
    "an attachment's size": "UPDATE attachment SET size = 3",
    "the form": "UPDATE form SET toml = CAST(replace(CAST(toml AS TEXT), 'points = 20', 'points = 90') AS BLOB)",
    "a final value": "UPDATE cell SET final_value = 'full' WHERE item = 'A2'",
    "a status": "UPDATE cell SET status = 'agreed'",
    "a head": "UPDATE head SET value = 'none' WHERE item = 'B1'",
    "a head is gone": "DELETE FROM head WHERE item = 'B1'",
    "somebody is let in": "INSERT INTO ineligible VALUES (20, 'withdrawn')",
    "a person's keys": "UPDATE person SET keys = '[]'",
    "the roster": "UPDATE unit_row SET name = '别的'",
    "the assignment": "DELETE FROM assignment WHERE place = 1",
    "a setting": "UPDATE setting SET value = 'x' WHERE name = 'edition'",
    "a sign-off": "UPDATE signoff SET seq = 1",
}


@pytest.mark.parametrize("name", [name for name in CHANGES if name != "a setting"])
def test_whatever_is_changed_from_outside_is_found(desk: Desk, name: str) -> None:
    desk.project.close()
    with outside(desk.project.path) as connection:
        assert connection.execute(CHANGES[name]).rowcount > 0
    assert faults(desk), name


def test_an_edition_that_the_file_does_not_hold(desk: Desk) -> None:
    desk.project.close()
    with outside(desk.project.path) as connection:
        connection.execute("UPDATE setting SET value = ? WHERE name = 'edition'", ("ab" * 32,))
    with pytest.raises(AppError) as refused:
        open_project(desk.session, desk.project.path)
    assert refused.value.code == "damaged" and "backup" in refused.value.message


def test_a_revision_that_no_page_shows_is_missed_in_an_assessors_file_too(tmp_path: Path) -> None:
    desk = founded(tmp_path, codes=("WXL",), mode="single")
    wang = desk.assessor("WXL")
    for value in ("full", "part", "none"):
        wang.answers(U1, "A2", value)
    wang.project.close()
    with outside(wang.project.path) as connection:
        connection.execute('DELETE FROM revision WHERE CAST(body AS TEXT) LIKE \'%"value":"part"%\'')
    wang.project = open_project(wang.session, wang.project.path)
    assert any("missing" in fault for fault in wang.check().faults)


def test_a_flipped_byte_anywhere_in_the_file_is_found_or_harmless(desk: Desk, tmp_path: Path) -> None:
    """Every page is hit once; a page in use that changed is noticed at opening or by the check."""
    before = desk.meaning()
    whole = desk.copies_file(tmp_path / "whole.evalproj").read_bytes()
    size = 4096
    noticed = 0
    for page in range(0, len(whole) // size, 3):
        broken = bytearray(whole)
        for at in range(page * size + 200, (page + 1) * size, 500):
            broken[at] ^= 0xFF
        path = tmp_path / "broken.evalproj"
        path.write_bytes(broken)
        try:
            found: Desk | None = None
            project = open_project(desk.session, path)
            found = Desk(project)
            if found.check().faults:
                noticed += 1
            else:
                assert found.meaning() == before
        except (AppError, sqlcipher.Error, Exception) as error:  # noqa: BLE001 (a broken page may break anything but silently)
            assert not isinstance(error, AssertionError), error
            noticed += 1
        finally:
            if found is not None:
                found.project.close()
    assert noticed > len(whole) // size // 3 / 3


# What is opened -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "content", [b"", b"hello", b"\0" * 10_000, b"SQLite format 3\0" + b"\0" * 84, b"PK\x03\x04" + b"x" * 500]
)
def test_what_is_no_project_is_not_touched(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "other.evalproj"
    path.write_bytes(content)
    with pytest.raises(AppError) as refused:
        open_project_file(path)
    assert refused.value.code in ("not_a_project", "damaged")
    assert path.name in refused.value.message
    assert path.read_bytes() == content
    assert [p.name for p in tmp_path.iterdir() if p.suffix != ".evalproj" and p.is_file()] == []


def test_another_programs_database_is_not_touched(tmp_path: Path) -> None:
    path = tmp_path / "other.evalproj"
    connection = sqlcipher.connect(str(path))
    connection.execute("CREATE TABLE revision (n)")
    connection.commit()
    connection.close()
    before = path.read_bytes()
    with pytest.raises(AppError) as refused:
        open_project_file(path)
    assert refused.value.code == "not_a_project"
    assert path.read_bytes() == before


def test_a_newer_files_version_is_said(desk: Desk) -> None:
    desk.project.close()
    with outside(desk.project.path) as connection:
        connection.execute(f"PRAGMA user_version={schema.SCHEMA_VERSION + 1}")
    with pytest.raises(AppError) as refused:
        open_project(desk.session, desk.project.path)
    assert refused.value.code == "newer_version" and "Install that version" in refused.value.message


def test_a_file_that_is_not_there_and_a_folder(tmp_path: Path) -> None:
    for path in (tmp_path / "gone.evalproj", tmp_path):
        with pytest.raises(AppError) as refused:
            open_project_file(path)
        assert refused.value.code == "not_found"


def test_names_in_any_script_and_long_ones(tmp_path: Path) -> None:
    folder = tmp_path / ("很长的文件夹" * 8) / "山东 2021（终稿）% ?#&"
    desk = founded(folder, codes=("WXL",), mode="single", home="桌子")
    wang = desk.assessor("WXL")
    wang.answers_all(U1)
    assert desk.merges_one(wang.hands_in()).verdict == "merge"
    assert desk.check().faults == ()


def test_derived_tables_of_another_derivation_are_rebuilt(desk: Desk) -> None:
    before = desk.meaning()
    desk.project.close()
    with outside(desk.project.path) as connection:
        connection.execute("UPDATE project SET value = '0' WHERE key = 'derivation_version'")
        for table in ("head", "cell", "ineligible", "signoff"):
            connection.execute(f"DELETE FROM {table}")
    desk.project = open_project(desk.session, desk.project.path)
    assert desk.meaning() == before
    assert desk.rows("SELECT value FROM project WHERE key = 'derivation_version'") == [
        (str(schema.DERIVATION_VERSION),)
    ]


def test_two_open_projects_and_two_windows_on_one(desk: Desk, tmp_path: Path) -> None:
    other = founded(tmp_path / "other", codes=("WXL",), mode="single")
    again = open_project(desk.session, desk.project.path)
    for value in ("1", "2", "3"):
        change_setting(desk.project, "tolerance", value)
        change_setting(other.project, "tolerance", value)
        change_setting(again, "tolerance", value + "0")
    assert len(desk.devices()) == 1
    assert [r.seq for r in desk.chain()] == list(range(1, len(desk.chain()) + 1))
    again.close()
    assert desk.check().faults == other.check().faults == ()


def test_what_another_window_holds_is_said_to_be_held(desk: Desk) -> None:
    with outside(desk.project.path, triggers=True) as connection:
        connection.execute("BEGIN IMMEDIATE")
        with pytest.raises(AppError) as refused, desk.project.file.write() as mine:
            mine.exec_driver_sql("SELECT 1")
        connection.execute("ROLLBACK")
    assert refused.value.code == "locked"


# Backups --------------------------------------------------------------------------------------------------------------


def test_a_backup_of_the_open_file_is_whole_and_opens(desk: Desk, tmp_path: Path) -> None:
    meaning = desk.meaning()
    path = back_up_project(desk.project)
    assert path.parent.name == "desk.backups"
    with open_project(desk.session, path) as project:
        backup = Desk(project)
        assert backup.check().faults == ()
        assert backup.meaning() == meaning
    change_setting(desk.project, "tolerance", "3")
    restored = tmp_path / "restored.evalproj"
    restore_project(path, restored)
    with open_project(desk.session, restored) as project:
        assert Desk(project).meaning() == meaning
    with pytest.raises(AppError) as refused:
        restore_project(path, restored)
    assert refused.value.code == "exists"
    assert not list(tmp_path.rglob("*.part"))


def test_a_broken_backup_is_not_restored(desk: Desk, tmp_path: Path) -> None:
    path = back_up_project(desk.project)
    plain = bytearray(path.read_bytes())
    plain[4096 * 3 : 4096 * 9] = os.urandom(4096 * 6)
    path.write_bytes(plain)
    with pytest.raises(AppError) as refused:
        restore_project(path, tmp_path / "restored.evalproj")
    assert refused.value.code in ("damaged", "backup_failed", "not_a_project")
    assert not (tmp_path / "restored.evalproj").exists()


def test_a_backup_is_kept_before_each_merge_and_old_ones_go(desk: Desk) -> None:
    folder = desk.project.path.parent / "desk.backups"
    before = len(list(folder.glob("*.evalproj")))
    wang = desk.assessor("WXL")
    report = desk.merges(wang.hands_in())
    assert Path(report.backup).is_file() and len(list(folder.glob("*.evalproj"))) == before + 1
    for number in range(KEEP + 5):
        (folder / f"desk-2020010{number:04}.evalproj").write_bytes(b"")
    thin_out(folder, "desk")
    left = sorted(path.name for path in folder.glob("desk-*.evalproj"))
    assert len(left) == KEEP and Path(report.backup).name in left


# What disks do --------------------------------------------------------------------------------------------------------


@contextmanager
def small_disk(folder: Path, size: str) -> Iterator[Path]:
    """A disk of its own; needs root on Linux."""
    if sys.platform != "linux" or os.geteuid() != 0:
        pytest.skip("NOT TESTED: a full and a read-only disk need root on Linux to mount a small tmpfs")
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)],
        capture_output=True,
        text=True,
        check=False,
    )
    if mounted.returncode:
        pytest.skip(
            f"NOT TESTED: a full and a read-only disk: this machine does not let us mount one: {mounted.stderr.strip()}"
        )
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def test_a_full_disk_loses_nothing_that_was_saved(tmp_path: Path) -> None:
    desk = founded(tmp_path / "desk", codes=("WXL",), mode="single")
    with small_disk(tmp_path / "stick", "2m") as stick:
        wang = desk.assessor("WXL")
        wang.reopens(wang.copies_file(stick / "wxl.evalproj"))
        saved = 0
        filler = stick / "filler"
        filler.write_bytes(bytes(1_200_000))
        with pytest.raises(AppError) as full:  # noqa: PT012
            for saved in range(1000):
                wang.answers(U1, "B1", str(saved % 7), text=f"第 {saved} 次" + "写" * 2000)
        assert full.value.code == "disk_full" and "Everything saved before is intact" in full.value.message
        assert saved > 5
        assert wang.page(U1).entries["B1"].entered.justification.startswith(f"第 {saved - 1} 次")
        wang.reopens()
        with pytest.raises(AppError) as unwritten:
            _hand_in(wang, stick / "out.evalpkg")
        assert unwritten.value.code in ("cannot_write", "disk_full")
        assert not (stick / "out.evalpkg").exists() and not list(stick.glob(".*.part"))
        assert wang.page(U1).entries["B1"].entered.justification.startswith(f"第 {saved - 1} 次")
        filler.unlink()
        assert wang.answers(U1, "B1", "6", text="又有地方了")
        _hand_in(wang, stick / "out.evalpkg")
        assert wang.check().faults == ()
        wang.project.close()
        assert [path.name for path in stick.iterdir() if path.suffix == ".evalproj" or "-" in path.name] == [
            "wxl.evalproj"
        ]
        assert desk.merges_one(stick / "out.evalpkg").verdict == "merge"


def _hand_in(person: Field, path: Path) -> None:
    from evalapp.work.submit import submit

    submit(person.project, path, comment="只做到这里")


def test_a_backup_for_which_there_is_no_room_leaves_nothing_beside_the_project(tmp_path: Path) -> None:
    desk = founded(tmp_path / "desk", codes=("WXL",), mode="single")
    size = desk.project.path.stat().st_size // 1024
    for room in range(32, size + 80, 16):
        with small_disk(tmp_path / f"stick{room}", f"{size + 600 + room}k") as stick:
            copy = desk.copies_file(stick / "desk.evalproj")
            with open_project(desk.session, copy) as project:
                before = {path.name for path in stick.rglob("*")}
                (stick / "filler").write_bytes(bytes(max(0, os.statvfs(stick).f_bavail * 4096 - room * 1024)))
                try:
                    with backed_up(project.file, "2026-03-01T08:00:00Z") as backup:
                        assert backup.is_file()
                except AppError as refused:
                    assert refused.code in ("disk_full", "disk_error", "cannot_write")
                    (stick / "filler").unlink()
                    assert {path.name for path in stick.rglob("*")} == before


def test_a_full_disk_at_merging_leaves_the_project_as_it_was(tmp_path: Path) -> None:
    desk = founded(tmp_path / "desk", codes=("WXL",), mode="single")
    wang = desk.assessor("WXL")
    for number in range(60):
        wang.answers(U1, "B1", str(number % 5), text="长" * 5000 + str(number))
    package = wang.hands_in()
    with small_disk(tmp_path / "stick", "640k") as stick:
        path = desk.copies_file(stick / "desk.evalproj")
        desk.reopens(path)
        before = desk.meaning()
        with pytest.raises(AppError) as full:
            desk.merges(package)
        assert full.value.code in ("disk_full", "cannot_write", "backup_failed")
        assert desk.meaning() == before
        assert desk.check().faults == ()
        desk.project.close()


def test_a_read_only_disk(desk: Desk, tmp_path: Path) -> None:
    with small_disk(tmp_path / "stick", "8m") as stick:
        path = desk.copies_file(stick / "desk.evalproj")
        before = path.read_bytes()
        subprocess.run(["mount", "-o", "remount,ro", str(stick)], check=True)
        with pytest.raises(AppError) as refused:
            open_project(desk.session, path)
        assert (
            refused.value.code == "read_only" and "Copy it to a folder of your own" in refused.value.message
        )
        assert path.read_bytes() == before
        restore_project(path, tmp_path / "copy.evalproj")
        with open_project(desk.session, tmp_path / "copy.evalproj") as project:
            assert check_project(project, Progress()).faults == ()
