"""How large a submission will be, before it is written."""

import zlib

from msgspec import Struct

from evalapp.store.acknowledged import acknowledged
from evalapp.store.chains import chain_of_person
from evalapp.store.queries import attachment_sizes
from evalapp.work.project import Project
from evalapp.work.submit import attached, split_known

_HEAD = 4096
"""About what manifest, signature, seals and the names of the members take."""


class ExpectedSize(Struct, frozen=True, kw_only=True):
    """Bytes: the ``whole`` file, and the attachments in it; ``n_files`` counts these."""

    whole: int
    files: int
    n_files: int


def expected_size(project: Project, *, everything: bool = False) -> ExpectedSize:
    """About how large the next submission will be: with what was not acknowledged yet, or ``everything``.

    It does not depend on the units signed off, since chains go along whole. Attachments are stored as they are; what is said is
    compressed to see.
    """
    with project.file.read() as connection:
        known = {} if everything else acknowledged(connection)[0]
        carried, left_out = split_known(chain_of_person(connection, project.about.me), known)
        sizes = attachment_sizes(connection)
    files = [sizes[ref] for ref in attached(carried) - attached(left_out) if ref in sizes]
    said = len(zlib.compress(b"\n".join(bytes(stored.body) for stored in carried)))
    return ExpectedSize(whole=said + sum(files) + _HEAD, files=sum(files), n_files=len(files))
