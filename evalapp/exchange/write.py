"""Writing a package: members hashed, manifest signed, the file reopened and verified before it takes its name."""

import hashlib
import zipfile
from collections.abc import Iterable
from pathlib import Path

import msgspec

from evalapp.base.files import atomic_write
from evalapp.exchange.identity import Identity
from evalapp.exchange.manifest import (
    SIGNED,
    Manifest,
    Member,
    Seal,
    encode_manifest,
    encode_seals,
    seal_message,
)
from evalapp.exchange.read import open_package

_ANY_TIME = (1980, 1, 1, 0, 0, 0)
"""The time that a member of an archive bears where the time says nothing."""


def make_seal(identity: Identity, project: str, device: str, seq: int, tip: str) -> Seal:
    """This account's seal over its chain up to ``tip``."""
    signature = identity.sign(seal_message(project, device, seq, tip, seq))
    return Seal(key=identity.public, device=device, seq=seq, tip=tip, count=seq, signature=signature.hex())


def write_package(
    path: Path,
    head: Manifest,
    identity: Identity,
    revisions: Iterable[bytes],
    seals: tuple[Seal, ...],
    forms: Iterable[tuple[str, bytes]],
    attachments: Iterable[tuple[str, bytes]],
) -> Manifest:
    """Write the package ``path``, whole or not at all; the manifest as signed.

    ``head`` gives everything but the members and the number of revisions. ``forms`` and ``attachments`` are pairs of hash
    (hex) and bytes, taken one at a time. Raises AppError("cannot_write") and leaves no file when the disk does not take it.
    """
    members: list[Member] = []
    with (
        atomic_write(path, verify=_verify) as temporary,
        zipfile.ZipFile(temporary, "w", zipfile.ZIP_DEFLATED) as archive,
    ):

        def add(name: str, data: bytes, compression: int = zipfile.ZIP_DEFLATED) -> None:
            members.append(Member(name=name, size=len(data), sha256=hashlib.sha256(data).hexdigest()))
            archive.writestr(name, data, compression)

        member, count = _write_lines(archive, revisions)
        members.append(member)
        add("seals.json", encode_seals(seals))
        for name, data in forms:
            add(f"forms/{name}.toml", data)
        for name, data in attachments:
            add(f"attachments/{name}", data, zipfile.ZIP_STORED)
        manifest = msgspec.structs.replace(head, members=tuple(members), revisions=count)
        signed = encode_manifest(manifest)
        archive.writestr("manifest.json", signed)
        archive.writestr("manifest.sig", identity.sign(SIGNED + signed).hex())
    return manifest


def _write_lines(archive: zipfile.ZipFile, revisions: Iterable[bytes]) -> tuple[Member, int]:
    """The revisions one by one, so that memory does not grow with the package; the member, and how many they are."""
    name = "revisions.jsonl"
    digest, size, count = hashlib.sha256(), 0, 0
    info = zipfile.ZipInfo(name, _ANY_TIME)
    info.compress_type = zipfile.ZIP_DEFLATED
    with archive.open(info, "w", force_zip64=True) as stream:
        for revision in revisions:
            line = revision + b"\n"
            digest.update(line)
            size += len(line)
            count += 1
            stream.write(line)
    return Member(name=name, size=size, sha256=digest.hexdigest()), count


def _verify(path: Path) -> None:
    with open_package(path) as package:
        package.verify_members()
