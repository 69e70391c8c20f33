"""Writing a package: members hashed, manifest signed, the file reopened and verified before it takes its name."""

import hashlib
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path

import msgspec

from evalapp.base.files import atomic_write
from evalapp.exchange.identity import Identity
from evalapp.exchange.manifest import SIGNED, Manifest, Member, Seal, encode_manifest, encode_seals, seal_message
from evalapp.exchange.read import open_package


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
    forms: Mapping[str, bytes],
    attachments: Mapping[str, bytes],
) -> Manifest:
    """Write the package ``path``, whole or not at all; the manifest as signed.

    ``head`` gives everything but the members and the number of revisions. ``forms`` and ``attachments`` go by their
    hashes (hex). Raises AppError("cannot_write") and leaves no file when the disk does not take it.
    """
    lines = list(revisions)
    contents: list[tuple[str, bytes]] = [("revisions.jsonl", b"".join(line + b"\n" for line in lines))]
    contents.append(("seals.json", encode_seals(seals)))
    contents += [(f"forms/{name}.toml", data) for name, data in sorted(forms.items())]
    contents += [(f"attachments/{name}", data) for name, data in sorted(attachments.items())]
    members = tuple(
        Member(name=name, size=len(data), sha256=hashlib.sha256(data).hexdigest()) for name, data in contents
    )
    manifest = msgspec.structs.replace(head, members=members, revisions=len(lines))
    signed = encode_manifest(manifest)
    signature = identity.sign(SIGNED + signed)
    with atomic_write(path, verify=_verify) as temporary:
        with zipfile.ZipFile(temporary, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("manifest.json", signed)
            archive.writestr("manifest.sig", signature.hex())
            for name, data in contents:
                stored = name.startswith("attachments/")
                archive.writestr(name, data, zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED)
    return manifest


def _verify(path: Path) -> None:
    with open_package(path) as package:
        package.verify_members()
