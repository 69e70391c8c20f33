"""Reading a package safely: every size, count and ratio is bounded before anything is unpacked (RECORD R11).

Names are never paths: a member is either one of the four known ones or named by a hash. Nothing is extracted to disk.
"""

import hashlib
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import msgspec

from evalapp.base.errors import AppError
from evalapp.base.i18n import _
from evalapp.base.trouble import system_reason
from evalapp.entry.revision import MAX_BYTES as MAX_REVISION
from evalapp.exchange.identity import verifies
from evalapp.exchange.manifest import (
    FORMAT,
    SIGNED,
    Manifest,
    Member,
    Seal,
    decode_manifest,
    decode_seals,
    seal_message,
)
from evalapp.exchange.volumes import whole

MAX_FILE = 4 * 1024**3
MAX_MEMBERS = 50_000
MAX_DIRECTORY = 8 * 1024**2
MAX_MANIFEST = 32 * 1024**2
MAX_REVISIONS_BYTES = 1024**3
MAX_REVISIONS = 2_000_000
MAX_SEALS = 8 * 1024**2
MAX_FORM = 2 * 1024**2
MAX_ATTACHMENT = 64 * 1024**2
MAX_RATIO = 200
_BLOCK = 1 << 18
_BEGINNING = b"PK\x03\x04"
_END_REACHES = (1 << 16) + 256
RATIO_FREE = 1024**2
"""Members smaller than this may compress as well as they like, as long as the whole package does not."""
MAX_UNPACKED = 8 * 1024**3
WHOLE_RATIO_FREE = 64 * 1024**2
MAX_COUNTER = 2**62

_ID = re.compile(r"[0-9a-f]{32}")
_HASH = re.compile(r"[0-9a-f]{64}")

_NAMES = re.compile(
    r"manifest\.json|manifest\.sig|revisions\.jsonl|seals\.json|forms/[0-9a-f]{64}\.toml|attachments/[0-9a-f]{64}"
)


class Package:
    """An open package whose manifest and signature have been verified. Members are checked as they are read."""

    def __init__(self, path: Path, archive: zipfile.ZipFile, manifest: Manifest, sha256: str) -> None:
        self.path = path
        self.manifest = manifest
        self.sha256 = sha256
        self._archive = archive
        self._members = {member.name: member for member in manifest.members}

    def lines(self) -> Iterator[bytes]:
        """The revisions' bytes, one by one. Raises AppError("damaged_package") as soon as something does not fit."""
        member = self._members["revisions.jsonl"]
        digest = hashlib.sha256()
        count, rest = 0, b""
        with self._open(member) as stream:
            while block := stream.read(_BLOCK):
                digest.update(block)
                *whole, rest = (rest + block).split(b"\n")
                count += len(whole)
                if len(rest) > MAX_REVISION or count > self.manifest.revisions:
                    raise _damaged(self.path, _("the list of revisions is broken"))
                yield from whole
        if digest.hexdigest() != member.sha256 or count != self.manifest.revisions or rest:
            raise _damaged(self.path, _("the list of revisions fails its checksum"))

    def seals(self) -> tuple[Seal, ...]:
        """The seals whose signatures hold for this package's project, or for one that it says was adopted."""
        try:
            seals = decode_seals(self.read("seals.json"))
        except (msgspec.MsgspecError, RecursionError) as error:
            raise _damaged(self.path, _("the seals cannot be read")) from error
        projects = (self.manifest.project, *self.manifest.adopted)
        return tuple(seal for seal in seals if any(_holds(seal, project) for project in projects))

    def form(self) -> bytes:
        """The TOML of the form that the manifest names."""
        return self.read(f"forms/{self.manifest.form}.toml")

    def forms(self) -> dict[str, bytes]:
        """The TOML of every form in the package by the hash that its member is called by. The hashes are not verified here."""
        names = [member.name for member in self.manifest.members if member.name.startswith("forms/")]
        return {name.removeprefix("forms/").removesuffix(".toml"): self.read(name) for name in names}

    @property
    def has_form(self) -> bool:
        """Whether the form travels in this package."""
        return f"forms/{self.manifest.form}.toml" in self._members

    @property
    def attachments(self) -> tuple[Member, ...]:
        """The attachments that travel in this package."""
        return tuple(member for member in self.manifest.members if member.name.startswith("attachments/"))

    def read(self, name: str) -> bytes:
        """A whole member, verified."""
        member = self._members.get(name)
        if member is None:
            raise _damaged(self.path, _("the part “{name}” is missing").format(name=name))
        with self._open(member) as stream:
            data = stream.read(member.size + 1)
        if len(data) != member.size or hashlib.sha256(data).hexdigest() != member.sha256:
            raise _damaged(self.path, _("the part “{name}” fails its checksum").format(name=name))
        return data

    def verify_members(self) -> None:
        """Read everything once; raises AppError("damaged_package") at the first part that does not fit."""
        for _line in self.lines():
            pass
        for name in self._members:
            if name != "revisions.jsonl":
                self.read(name)

    @contextmanager
    def _open(self, member: Member) -> Iterator[IO[bytes]]:
        try:
            with self._archive.open(member.name) as stream:
                yield stream
        except OSError as error:
            raise _unread(self.path, error) from error
        except (
            zipfile.BadZipFile,
            zlib.error,
            EOFError,
            ValueError,
            KeyError,
            RuntimeError,
            NotImplementedError,
        ) as error:
            raise _damaged(
                self.path, _("the part “{name}” cannot be unpacked").format(name=member.name)
            ) from error


@contextmanager
def open_package(path: Path) -> Iterator[Package]:
    """The package ``path`` with its manifest verified; a volume stands for all that lie beside it.

    Raises AppError: "cannot_read", "not_a_package", "damaged_package" (a part missing, changed or unlisted), "bad_signature",
    "too_large", "newer_version", "volume_missing". The sentence says that nothing was written and what to ask for.
    """
    with whole(path, MAX_FILE) as file, _open_whole(file) as package:
        yield package


@contextmanager
def _open_whole(path: Path) -> Iterator[Package]:
    sha256 = _digest(path)
    if _directory_size(path) > MAX_DIRECTORY:
        raise _too_large(path)
    try:
        archive = zipfile.ZipFile(path)
    except OSError as error:
        raise _unread(path, error) from error
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise AppError(
            "not_a_package",
            _(
                "{file} is not a whole package: {reason}. Nothing was written. Ask for a new export or another copy."
            ).format(file=path.name, reason=_what_it_is(path)),
        ) from error
    with archive:
        infos = _bounded(path, archive)
        manifest = _manifest(path, archive, infos)
        _compare(path, infos, manifest)
        yield Package(path, archive, manifest, sha256)


def _digest(path: Path) -> str:
    try:
        if path.stat().st_size > MAX_FILE:
            raise _too_large(path)
        digest = hashlib.sha256()
        with path.open("rb") as file:
            while block := file.read(1 << 20):
                digest.update(block)
    except OSError as error:
        raise _unread(path, error) from error
    return digest.hexdigest()


def _what_it_is(path: Path) -> str:
    """Why a file that is no readable archive is none, by how it begins."""
    with path.open("rb") as file:
        head = file.read(len(_BEGINNING))
    if not head:
        return _("it is empty")
    return _("it has been cut off or damaged") if head == _BEGINNING else _("it is a file of another kind")


def _unread(path: Path, error: OSError) -> AppError:
    return AppError(
        "cannot_read",
        _("{file} could not be read: {reason}. Check the name, or whether the drive is connected.").format(
            file=path, reason=system_reason(error)
        ),
    )


def _directory_size(path: Path) -> int:
    """How long the archive's table of contents claims to be, which the library reads as a whole.

    Where the end of the file holds several such claims, the greatest that the file has room for.
    """
    size = path.stat().st_size
    with path.open("rb") as file:
        file.seek(max(0, size - _END_REACHES))
        end = file.read()
    claims = [0]
    for mark, layout, offset in ((b"PK\x05\x06", "<I", 12), (b"PK\x06\x06", "<Q", 40)):
        at = end.find(mark)
        while at >= 0:
            if len(end) >= at + offset + struct.calcsize(layout):
                claims += struct.unpack_from(layout, end, at + offset)
            at = end.find(mark, at + 1)
    return max(claim for claim in claims if claim <= size)


def _bounded(path: Path, archive: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    """The archive's members by name, once names, counts, sizes and ratios are known to be sane."""
    entries = archive.infolist()
    if len(entries) > MAX_MEMBERS:
        raise _too_large(path)
    infos: dict[str, zipfile.ZipInfo] = {}
    for info in entries:
        if not _NAMES.fullmatch(info.filename):
            raise _damaged(path, _("it holds a part that does not belong there"))
        if info.filename in infos:
            raise _damaged(path, _("the part “{name}” occurs twice").format(name=info.filename))
        if info.flag_bits & 0x1 or info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise _damaged(path, _("it is packed in a way that packages are not"))
        if info.file_size > _limit(info.filename):
            raise _too_large(path)
        if info.file_size > RATIO_FREE and info.file_size > MAX_RATIO * max(1, info.compress_size):
            raise _too_large(path)
        infos[info.filename] = info
    unpacked, packed = sum(i.file_size for i in entries), sum(i.compress_size for i in entries)
    if unpacked > MAX_UNPACKED or (unpacked > WHOLE_RATIO_FREE and unpacked > MAX_RATIO * max(1, packed)):
        raise _too_large(path)
    return infos


def _limit(name: str) -> int:
    if name == "revisions.jsonl":
        return MAX_REVISIONS_BYTES
    if name.startswith("attachments/"):
        return MAX_ATTACHMENT
    return {"manifest.json": MAX_MANIFEST, "manifest.sig": 128, "seals.json": MAX_SEALS}.get(name, MAX_FORM)


def _manifest(path: Path, archive: zipfile.ZipFile, infos: dict[str, zipfile.ZipInfo]) -> Manifest:
    if "manifest.json" not in infos or "manifest.sig" not in infos:
        raise _damaged(path, _("it has no manifest"))
    try:
        signed = archive.read("manifest.json")
        signature = bytes.fromhex(archive.read("manifest.sig").decode("ascii"))
        manifest = decode_manifest(signed)
    except Exception as error:
        raise _damaged(path, _("its manifest cannot be read")) from error
    if manifest.format > FORMAT:
        raise AppError(
            "newer_version",
            _(
                "{file} was made by a newer version of EvalApp. Nothing was written. Install that version."
            ).format(file=path.name),
        )
    if not _well_formed(manifest):
        raise _damaged(path, _("its manifest cannot be read"))
    if manifest.revisions > MAX_REVISIONS:
        raise _too_large(path)
    if not verifies(manifest.sender.key, SIGNED + signed, signature):
        raise AppError(
            "bad_signature",
            _(
                "{file} was not taken: its signature does not hold, so it was changed after it was written. The project is "
                "unchanged. Ask for a new export."
            ).format(file=path.name),
        )
    return manifest


def _compare(path: Path, infos: dict[str, zipfile.ZipInfo], manifest: Manifest) -> None:
    """The archive holds exactly the members that the manifest lists, each of the size it says."""
    listed = {member.name: member.size for member in manifest.members}
    found = {
        name: info.file_size for name, info in infos.items() if name not in ("manifest.json", "manifest.sig")
    }
    if len(listed) != len(manifest.members) or listed != found or "revisions.jsonl" not in listed:
        raise _damaged(path, _("its parts are not those that its manifest lists"))


def _well_formed(manifest: Manifest) -> bool:
    """Whether ids are ids and hashes are hashes: some of them become parts of file names on this machine."""
    people = (manifest.sender, *manifest.recipients)
    return (
        all(
            _ID.fullmatch(name)
            for name in (manifest.project, *manifest.adopted, *(party.person for party in people))
        )
        and all(
            _ID.fullmatch(tip.device) and _HASH.fullmatch(tip.id) for tip in (*manifest.tips, *manifest.known)
        )
        and all(not party.key or _HASH.fullmatch(party.key) for party in people)
        and bool(_HASH.fullmatch(manifest.form))
        and (not manifest.founding or bool(_HASH.fullmatch(manifest.founding)))
    )


def _holds(seal: Seal, project: str) -> bool:
    if not _ID.fullmatch(seal.device) or not _HASH.fullmatch(seal.tip) or not _HASH.fullmatch(seal.key):
        return False
    if not 1 <= seal.seq < MAX_COUNTER or not 1 <= seal.count < MAX_COUNTER:
        return False
    try:
        signature = bytes.fromhex(seal.signature)
    except ValueError:
        return False
    return verifies(seal.key, seal_message(project, seal.device, seal.seq, seal.tip, seal.count), signature)


def _damaged(path: Path, reason: str) -> AppError:
    return AppError(
        "damaged_package",
        _(
            "{file} was not taken: {reason}, so the file is damaged or incomplete. The project is unchanged. "
            "Ask for a new export or another copy."
        ).format(file=path.name, reason=reason),
    )


def _too_large(path: Path) -> AppError:
    return AppError(
        "too_large",
        _(
            "{file} was not taken: it would unpack to more than a package may hold. The project is unchanged."
        ).format(file=path.name),
    )
