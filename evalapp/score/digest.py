"""One hash for a form, the settings over it and what came of them: the same three give the same hash anywhere."""

import hashlib

import msgspec

from evalapp.base.numbers import from_float
from evalapp.form.model import form_hash
from evalapp.form.settings import NO_SETTINGS, Settings, settings_hash
from evalapp.score.results import Results, rows

_JSON = msgspec.json.Encoder()


def results_digest(results: Results, form: str = "", settings: Settings = NO_SETTINGS) -> str:
    """SHA-256 (hex) of the form's hash, the settings' and the table of results, its numbers guarded (FORM rule 11).

    ``form`` is the hash of the form as written, where settings stand over it; "" where there are none.
    """
    found = hashlib.sha256(b"evalapp.results.1\n")
    found.update(
        (form or form_hash(results.tree.form)).encode() + b"\n" + settings_hash(settings).encode() + b"\n"
    )
    for row in rows(results):
        cells = (
            from_float(cell) if isinstance(cell, float) else cell for cell in msgspec.structs.astuple(row)
        )
        found.update(_JSON.encode(tuple(cells)) + b"\n")
    return found.hexdigest()
