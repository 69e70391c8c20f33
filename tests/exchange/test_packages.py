"""Packages that are damaged, forged or made to hurt: refused in a sentence, before anything is written."""

import hashlib
import json
import os
import random
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest

from evalapp.base.errors import AppError
from evalapp.exchange import read as reading
from evalapp.exchange.identity import (
    ChainPlace,
    Identity,
    load_identity,
    load_place,
    save_place,
    short_key,
    verifies,
)
from evalapp.exchange.manifest import (
    SIGNED,
    Manifest,
    Member,
    Party,
    Seal,
    encode_manifest,
    encode_seals,
    seal_message,
)
from evalapp.exchange.read import open_package
from evalapp.exchange.write import make_seal, write_package

PROJECT, PERSON, DEVICE, FORM = "9e" * 16, "a1" * 16, "0d" * 16, "f0" * 32
LINES = [b'{"n":%d,"text":"%s"}' % (n, "济南".encode() * 20) for n in range(30)]
PICTURE = b"\x89PNG\r\n\x1a\n" + random.Random(1).randbytes(400)
PICTURE_NAME = hashlib.sha256(PICTURE).hexdigest()


@pytest.fixture
def identity(tmp_path: Path) -> Identity:
    return load_identity(tmp_path / "home")


def head(identity: Identity, **changes: object) -> Manifest:
    plain = Manifest(
        format=1, kind="submission", project=PROJECT, title="鲁评", sender=Party(person=PERSON, key=identity.public, name="王", code="W"),
        recipients=(Party(person="c0" * 16),), form=FORM, created_at="2021-10-21T00:00:00Z", revisions=0, members=(),
    )  # fmt: skip
    return msgspec.structs.replace(plain, **changes)


@pytest.fixture
def package(tmp_path: Path, identity: Identity) -> Path:
    """A whole package with everything in it."""
    path = tmp_path / "whole.evalpkg"
    seal = make_seal(identity, PROJECT, DEVICE, 30, "1d" * 32)
    write_package(
        path, head(identity), identity, LINES, (seal,), [(FORM, b"# form")], [(PICTURE_NAME, PICTURE)]
    )
    return path


def everything(path: Path) -> tuple[object, ...]:
    """All that a package says, read to the last byte."""
    with open_package(path) as opened:
        opened.verify_members()
        return (
            opened.manifest,
            tuple(opened.lines()),
            opened.seals(),
            opened.form(),
            tuple(opened.read(m.name) for m in opened.attachments),
        )


def refusal(path: Path) -> AppError:
    with pytest.raises(AppError) as refused:
        everything(path)
    assert path.name in refused.value.message
    return refused.value


def members(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(
    path: Path,
    parts: Iterator[tuple[str, bytes]] | list[tuple[str, bytes]],
    compression: int = zipfile.ZIP_DEFLATED,
) -> Path:
    with zipfile.ZipFile(path, "w", compression) as archive:
        for name, data in parts:
            archive.writestr(name, data)
    return path


def signed(
    path: Path,
    identity: Identity,
    parts: dict[str, bytes],
    compression: int = zipfile.ZIP_DEFLATED,
    **changes: object,
) -> Path:
    """A package whose manifest lists these members truly and is signed: what only its contents can give away."""
    listed = tuple(
        Member(name=name, size=len(data), sha256=hashlib.sha256(data).hexdigest())
        for name, data in parts.items()
    )
    count = parts.get("revisions.jsonl", b"").count(b"\n")
    manifest = encode_manifest(head(identity, **{"members": listed, "revisions": count, **changes}))
    signature = identity.sign(SIGNED + manifest).hex().encode()
    return zipped(
        path, [*parts.items(), ("manifest.json", manifest), ("manifest.sig", signature)], compression
    )


PARTS = {"revisions.jsonl": b"".join(line + b"\n" for line in LINES), "seals.json": b"[]"}


def test_a_whole_package_is_read(package: Path, identity: Identity) -> None:
    manifest, lines, seals, form, attachments = everything(package)
    assert isinstance(manifest, Manifest) and isinstance(seals, tuple)
    assert (list(lines), form, attachments) == (LINES, b"# form", (PICTURE,))  # type: ignore[call-overload]
    assert [seal.seq for seal in seals] == [30]
    assert manifest.revisions == 30
    assert verifies(identity.public, b"x", identity.sign(b"x"))


# The file ------------------------------------------------------------------------------------------------------------


def test_whichever_byte_is_flipped_nothing_wrong_is_read(package: Path, tmp_path: Path) -> None:
    whole, plain = everything(package), package.read_bytes()
    broken = tmp_path / "broken.evalpkg"
    taken = 0
    for at in range(0, len(plain), 2):
        flipped = bytearray(plain)
        flipped[at] ^= 0x15
        broken.write_bytes(flipped)
        try:
            found = everything(broken)
        except AppError as error:
            assert error.code in ("damaged_package", "not_a_package", "bad_signature", "too_large"), error
        else:
            taken += 1  # a date, a version or a flag that ZIP keeps beside the contents
            assert found == whole
    assert taken < len(plain) / 2 / 5


@pytest.mark.parametrize("left", [0, 1, 21, 22, 100, 0.3, 0.5, 0.9, 0.99, -1])
def test_a_file_cut_short(package: Path, left: float) -> None:
    plain = package.read_bytes()
    package.write_bytes(plain[: int(left if isinstance(left, int) else len(plain) * left)])
    assert refusal(package).code in ("not_a_package", "damaged_package")


def test_why_a_file_is_no_package_is_said_in_words(package: Path, tmp_path: Path) -> None:
    other, empty, absent = tmp_path / "other.evalpkg", tmp_path / "empty.evalpkg", tmp_path / "absent.evalpkg"
    other.write_bytes(b"unit,item,value\n")
    empty.touch()
    package.write_bytes(package.read_bytes()[:-300])
    assert "it has been cut off or damaged" in refusal(package).message
    assert "it is a file of another kind" in refusal(other).message
    assert "it is empty" in refusal(empty).message
    assert "there is no such file or folder" in refusal(absent).message


@pytest.mark.parametrize(
    "content",
    [b"", b"PK", b"hello\n" * 100, b"\0" * 5000, b"PK\x05\x06" + b"\0" * 18, b"PK\x05\x06" + b"\xff" * 18],
)
def test_what_is_no_package(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "other.evalpkg"
    path.write_bytes(content)
    assert refusal(path).code in ("not_a_package", "damaged_package")


def test_a_file_that_is_not_there_and_a_folder(tmp_path: Path) -> None:
    assert refusal(tmp_path / "gone.evalpkg").code == "cannot_read"
    (tmp_path / "folder.evalpkg").mkdir()
    assert refusal(tmp_path / "folder.evalpkg").code == "cannot_read"


def test_anything_before_or_behind_the_archive_changes_nothing(package: Path) -> None:
    whole = everything(package)
    package.write_bytes(b"#!/bin/sh\n" + package.read_bytes())
    assert everything(package) == whole


# The members ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    [
        "revisions.jsonl",
        "seals.json",
        f"forms/{FORM}.toml",
        f"attachments/{PICTURE_NAME}",
        "manifest.json",
        "manifest.sig",
    ],
)
def test_a_member_is_missing(package: Path, tmp_path: Path, name: str) -> None:
    kept = [(n, data) for n, data in members(package).items() if n != name]
    assert refusal(zipped(tmp_path / "less.evalpkg", kept)).code == "damaged_package"


@pytest.mark.parametrize(
    "name",
    [
        "attachments/" + "00" * 32, "forms/" + "00" * 32 + ".toml", "../../evil", "attachments/../../../etc/passwd", "/etc/passwd", "C:\\evil",
        "..\\evil", "readme.txt", "attachments/", "attachments/" + "AB" * 32, "forms/x.toml", "revisions.jsonl/", "Revisions.jsonl",
        "manifest.json ", "./seals.json",
    ],
)  # fmt: skip
def test_a_member_too_many(package: Path, tmp_path: Path, name: str) -> None:
    more = [*members(package).items(), (name, b"x")]
    path = zipped(tmp_path / "more.evalpkg", more)
    assert refusal(path).code == "damaged_package"
    assert not list(tmp_path.rglob("evil*"))


@pytest.mark.parametrize("name", [b"seals.json\0.png", b"readme\0", b"\0seals.json", b"attachments/\0"])
def test_a_name_with_a_zero_byte_in_it(package: Path, tmp_path: Path, name: bytes) -> None:
    path = zipped(tmp_path / "zero.evalpkg", [*members(package).items(), ("_" * len(name), b"x")])
    path.write_bytes(path.read_bytes().replace(b"_" * len(name), name))
    assert refusal(path).code in ("damaged_package", "not_a_package")


@pytest.mark.parametrize("name", ["../../evil", "/tmp/evil", "attachments/..", "evil"])
def test_a_member_that_the_signed_manifest_lists_under_a_bad_name(
    tmp_path: Path, identity: Identity, name: str
) -> None:
    assert (
        refusal(signed(tmp_path / "named.evalpkg", identity, {**PARTS, name: b"x"})).code == "damaged_package"
    )


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("name", ["revisions.jsonl", "manifest.json", "manifest.sig", "seals.json"])
def test_a_member_twice(package: Path, tmp_path: Path, name: str) -> None:
    parts = members(package)
    for first in (True, False):
        more = [(name, b"[]"), *parts.items()] if first else [*parts.items(), (name, b"[]")]
        found = refusal(zipped(tmp_path / "twice.evalpkg", more))
        assert found.code == "damaged_package" and "occurs twice" in found.message


@pytest.mark.parametrize(
    "name", ["revisions.jsonl", "seals.json", f"forms/{FORM}.toml", f"attachments/{PICTURE_NAME}"]
)
def test_a_member_changed(package: Path, tmp_path: Path, name: str) -> None:
    parts = members(package)
    same_size = bytes([parts[name][0] ^ 1]) + parts[name][1:]
    for data in (same_size, parts[name] + b"\n", parts[name][:-1], b""):
        assert (
            refusal(zipped(tmp_path / "changed.evalpkg", [*(parts | {name: data}).items()])).code
            == "damaged_package"
        )


def test_lines_that_do_not_add_up(tmp_path: Path, identity: Identity) -> None:
    cases = [
        signed(tmp_path / "few.evalpkg", identity, PARTS, revisions=29),
        signed(tmp_path / "many.evalpkg", identity, PARTS, revisions=31),
        signed(tmp_path / "negative.evalpkg", identity, PARTS, revisions=-1),
        signed(tmp_path / "open.evalpkg", identity, PARTS | {"revisions.jsonl": b"{}\n{}"}),
        signed(tmp_path / "long.evalpkg", identity, PARTS | {"revisions.jsonl": b"x" * 700_000 + b"\n"}),
    ]
    for path in cases:
        assert refusal(path).code == "damaged_package"
    assert refusal(signed(tmp_path / "huge.evalpkg", identity, PARTS, revisions=10**9)).code == "too_large"


# The manifest --------------------------------------------------------------------------------------------------------


def test_a_manifest_edited_after_signing(package: Path, tmp_path: Path) -> None:
    parts = members(package)
    for old, new in (
        (PERSON, "b2" * 16),
        ("2021-10-21", "2021-10-22"),
        ('"submission"', '"return"'),
        ("鲁评", "苏评"),
    ):
        edited = parts["manifest.json"].replace(old.encode(), new.encode())
        assert edited != parts["manifest.json"]
        assert (
            refusal(zipped(tmp_path / "edited.evalpkg", [*(parts | {"manifest.json": edited}).items()])).code
            == "bad_signature"
        )


def test_a_signature_by_somebody_else(package: Path, tmp_path: Path) -> None:
    parts = members(package)
    stranger = load_identity(tmp_path / "stranger")
    signature = stranger.sign(SIGNED + parts["manifest.json"]).hex().encode()
    assert (
        refusal(zipped(tmp_path / "forged.evalpkg", [*(parts | {"manifest.sig": signature}).items()])).code
        == "bad_signature"
    )


@pytest.mark.parametrize(
    "signature", [b"", b"00" * 64, b"zz" * 64, b"00" * 63, b"\xff" * 128, b"00" * 64 + b"\n"]
)
def test_a_signature_that_is_none(package: Path, tmp_path: Path, signature: bytes) -> None:
    parts = members(package) | {"manifest.sig": signature}
    assert refusal(zipped(tmp_path / "unsigned.evalpkg", [*parts.items()])).code in (
        "bad_signature",
        "damaged_package",
        "too_large",
    )


def test_a_signature_without_its_domain_does_not_hold(tmp_path: Path, identity: Identity) -> None:
    path = signed(tmp_path / "plain.evalpkg", identity, PARTS)
    parts = members(path)
    parts["manifest.sig"] = identity.sign(parts["manifest.json"]).hex().encode()
    assert refusal(zipped(tmp_path / "domain.evalpkg", [*parts.items()])).code == "bad_signature"


@pytest.mark.parametrize(
    "manifest",
    [
        b"",
        b"{}",
        b"[]",
        b"null",
        b"\xff",
        b'{"format":1}',
        b"[" * 100_000,
        b'{"format":1,"kind":"gift"}',
        b"x" * 100,
    ],
)
def test_a_manifest_that_is_none(package: Path, tmp_path: Path, identity: Identity, manifest: bytes) -> None:
    parts = members(package) | {
        "manifest.json": manifest,
        "manifest.sig": identity.sign(SIGNED + manifest).hex().encode(),
    }
    assert refusal(zipped(tmp_path / "none.evalpkg", [*parts.items()])).code == "damaged_package"


@pytest.mark.parametrize(
    "changes",
    [
        {"project": "../../../tmp/evil"}, {"project": ""}, {"project": PROJECT.upper()}, {"form": "../x"}, {"form": "zz" * 32}, {"form": ""},
        {"recipients": (Party(person="../../evil"),)}, {"recipients": (Party(person=PERSON, key="x"),)},
    ],
    ids=str,
)  # fmt: skip
def test_ids_that_are_none_never_become_names_of_files(
    tmp_path: Path, identity: Identity, changes: dict[str, object]
) -> None:
    assert refusal(signed(tmp_path / "ids.evalpkg", identity, PARTS, **changes)).code == "damaged_package"


def test_a_sender_that_is_none(tmp_path: Path, identity: Identity) -> None:
    for sender in (
        Party(person="../evil", key=identity.public),
        Party(person=PERSON, key=""),
        Party(person=PERSON, key=identity.public.upper()),
    ):
        found = refusal(signed(tmp_path / "sender.evalpkg", identity, PARTS, sender=sender))
        assert found.code in ("damaged_package", "bad_signature")


def test_a_newer_format_is_said_to_be_newer(tmp_path: Path, identity: Identity) -> None:
    found = refusal(signed(tmp_path / "newer.evalpkg", identity, PARTS, format=2))
    assert found.code == "newer_version" and "Install that version" in found.message


def test_a_field_of_a_later_version_is_passed_over(tmp_path: Path, identity: Identity) -> None:
    path = signed(tmp_path / "later.evalpkg", identity, PARTS)
    parts = members(path)
    later = json.dumps({**json.loads(parts["manifest.json"]), "volume": 2}).encode()
    parts |= {"manifest.json": later, "manifest.sig": identity.sign(SIGNED + later).hex().encode()}
    assert everything_but_form(zipped(tmp_path / "field.evalpkg", [*parts.items()])) == LINES


def everything_but_form(path: Path) -> list[bytes]:
    with open_package(path) as opened:
        opened.verify_members()
        return list(opened.lines())


# What is made to exhaust the machine ---------------------------------------------------------------------------------


def test_a_bomb_in_one_member(tmp_path: Path, identity: Identity) -> None:
    path = signed(
        tmp_path / "bomb.evalpkg", identity, PARTS | {"attachments/" + "ab" * 32: b"\0" * (30 * 1024**2)}
    )
    assert path.stat().st_size < 100_000
    assert refusal(path).code == "too_large"


def test_a_bomb_of_many_small_members(tmp_path: Path, identity: Identity) -> None:
    grain = b"\0" * (1024**2 - 1)
    parts = PARTS | {f"attachments/{n:064x}": grain for n in range(80)}
    assert refusal(signed(tmp_path / "sand.evalpkg", identity, parts)).code == "too_large"


def test_a_table_of_contents_without_end(tmp_path: Path) -> None:
    """The table alone would fill the memory; it is not even read."""
    entry = b"PK\x01\x02" + bytes(24) + struct.pack("<HHHHHII", 1, 0, 0, 0, 0, 0, 0) + b"x"
    assert len(entry) == 47
    count = reading.MAX_DIRECTORY // len(entry) + 1
    table = entry * count
    ends = {
        "plain": struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, 1, 1, len(table), 0, 0),
        "with a comment": struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, 1, 1, len(table), 0, 4)
        + b"PK\x05\x06",
        "of 64 bits": struct.pack(
            "<4sQHHIIQQQQ", b"PK\x06\x06", 44, 45, 45, 0, 0, count, count, len(table), 0
        )
        + struct.pack("<4sIQI", b"PK\x06\x07", 0, len(table), 1)
        + struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0),
    }
    for name, end in ends.items():
        path = tmp_path / "table.evalpkg"
        path.write_bytes(table + end)
        assert refusal(path).code == "too_large", name


@pytest.mark.parametrize(
    ("name", "size"),
    [
        ("revisions.jsonl", reading.MAX_REVISIONS_BYTES + 1), ("attachments/" + "ab" * 32, reading.MAX_ATTACHMENT + 1), ("seals.json", reading.MAX_SEALS + 1),
        ("forms/" + "ab" * 32 + ".toml", reading.MAX_FORM + 1), ("manifest.json", reading.MAX_MANIFEST + 1), ("manifest.sig", 129),
    ],
)  # fmt: skip
def test_a_declared_size_beyond_the_bound(package: Path, tmp_path: Path, name: str, size: int) -> None:
    parts = members(package) | {name: b"x" * 100}
    path = zipped(tmp_path / "declared.evalpkg", [*parts.items()], zipfile.ZIP_STORED)
    declare(path, name, size)
    assert refusal(path).code == "too_large"


def test_a_declared_size_that_is_too_small(package: Path, tmp_path: Path) -> None:
    path = zipped(tmp_path / "small.evalpkg", [*members(package).items()])
    declare(path, "revisions.jsonl", 10)
    assert refusal(path).code == "damaged_package"


def declare(path: Path, name: str, size: int) -> None:
    """Write another unpacked size for a member into the archive's directory."""
    plain = bytearray(path.read_bytes())
    entry = plain.rindex(name.encode()) - 46
    assert plain[entry : entry + 4] == b"PK\x01\x02"
    plain[entry + 24 : entry + 28] = struct.pack("<I", size)
    path.write_bytes(plain)


def flags(value: int) -> Callable[[bytearray, int], None]:
    def change(plain: bytearray, entry: int) -> None:
        plain[entry + 8 : entry + 10] = struct.pack("<H", value)

    return change


def method(value: int) -> Callable[[bytearray, int], None]:
    def change(plain: bytearray, entry: int) -> None:
        plain[entry + 10 : entry + 12] = struct.pack("<H", value)

    return change


@pytest.mark.parametrize("change", [flags(0x1), flags(0x41), method(12), method(14), method(99), method(9)])
def test_encryption_and_other_ways_of_packing(
    package: Path, change: Callable[[bytearray, int], None]
) -> None:
    plain = bytearray(package.read_bytes())
    change(plain, plain.rindex(b"seals.json") - 46)
    package.write_bytes(plain)
    assert refusal(package).code == "damaged_package"


def test_members_that_share_their_bytes(tmp_path: Path, identity: Identity) -> None:
    grain = zlib.compress(b"\0" * 100_000)
    path = signed(
        tmp_path / "shared.evalpkg",
        identity,
        PARTS | {f"attachments/{n:064x}": grain for n in range(20)},
        zipfile.ZIP_STORED,
    )
    plain = bytearray(path.read_bytes())
    first = struct.unpack("<I", plain[(at := plain.rindex(b"attachments/" + b"0" * 64) - 46) + 42 : at + 46])[
        0
    ]
    other = plain.rindex(b"attachments/" + f"{7:064x}".encode()) - 46
    plain[other + 42 : other + 46] = struct.pack("<I", first)
    path.write_bytes(plain)
    assert refusal(path).code == "damaged_package"


# Seals ---------------------------------------------------------------------------------------------------------------


def seal(identity: Identity, project: str = PROJECT, **changes: object) -> Seal:
    return msgspec.structs.replace(make_seal(identity, project, DEVICE, 3, "1d" * 32), **changes)


def resealed(identity: Identity, device: str, seq: int, tip: str, count: int) -> Seal:
    """A seal that holds over nonsense."""
    signature = identity.sign(seal_message(PROJECT, device, seq, tip, count)).hex()
    return Seal(key=identity.public, device=device, seq=seq, tip=tip, count=count, signature=signature)


def test_only_seals_that_hold_are_read(tmp_path: Path, identity: Identity) -> None:
    good = seal(identity)
    bad = [
        seal(identity, seq=4), seal(identity, tip="2d" * 32), seal(identity, device="1d" * 16), seal(identity, count=4),
        seal(identity, project="8e" * 16), seal(identity, signature="00" * 64), seal(identity, signature="x"), seal(identity, key="00" * 32),
        seal(load_identity(tmp_path / "other"), key=identity.public),
        resealed(identity, "zz", 3, "1d" * 32, 3), resealed(identity, DEVICE, 3, "yy", 3), resealed(identity, DEVICE, 0, "1d" * 32, 0),
        resealed(identity, DEVICE, -1, "1d" * 32, 1), resealed(identity, DEVICE, 2**70, "1d" * 32, 1), resealed(identity, DEVICE, 1, "1d" * 32, 2**70),
        resealed(identity, "../../x", 1, "1d" * 32, 1),
    ]  # fmt: skip
    path = signed(tmp_path / "seals.evalpkg", identity, PARTS | {"seals.json": encode_seals((*bad, good))})
    with open_package(path) as opened:
        assert opened.seals() == (good,)


@pytest.mark.parametrize("data", [b"", b"{}", b"[1]", b"[" * 50_000, b"\xff"])
def test_seals_that_cannot_be_read(tmp_path: Path, identity: Identity, data: bytes) -> None:
    path = signed(tmp_path / "unread.evalpkg", identity, PARTS | {"seals.json": data})
    with open_package(path) as opened, pytest.raises(AppError):
        opened.seals()


# Writing -------------------------------------------------------------------------------------------------------------


def test_a_package_that_cannot_be_written_leaves_what_was_there(
    package: Path, identity: Identity, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = package.read_bytes()

    def full(_path: Path) -> Iterator[bytes]:
        yield LINES[0]
        raise OSError(28, "No space left on device")

    with pytest.raises(AppError) as failed:
        write_package(package, head(identity), identity, full(package), (), (), ())
    assert failed.value.code == "cannot_write"
    assert package.read_bytes() == before
    assert [path.name for path in package.parent.iterdir() if path.suffix == ".part"] == []


def test_a_profile_that_cannot_be_written_is_no_failure(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    (home / "devices").write_text("a file where the folder should be", encoding="utf-8")
    save_place(home, PROJECT, PERSON, ChainPlace(DEVICE, 3, "1d" * 32))
    assert load_place(home, PROJECT, PERSON) is None


@pytest.mark.parametrize("text", ["", "zz", "00" * 31, "00" * 33, "\0"])
def test_a_damaged_key_is_said_to_be_damaged(tmp_path: Path, text: str) -> None:
    (tmp_path / "identity.key").write_text(text, encoding="ascii")
    with pytest.raises(AppError) as failed:
        load_identity(tmp_path)
    assert failed.value.code == "identity"
    assert (tmp_path / "identity.key").read_text(encoding="ascii") == text


def test_a_key_is_made_once_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    made = load_identity(tmp_path / "home")
    assert load_identity(tmp_path / "home") == made
    if os.name == "posix":
        assert (tmp_path / "home" / "identity.key").stat().st_mode & 0o077 == 0
    assert len(short_key(made.public)) == 14
