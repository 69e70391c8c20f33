"""What text may enter a record: NFC, line feeds, no control characters (RECORD R1)."""

import re
import unicodedata

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ufeff\ufffe\uffff\ud800-\udfff\u2028\u2029]")


def clean(text: str) -> str:
    """``text`` as it is recorded: NFC, LF line ends, control characters but LF and TAB dropped, ends stripped."""
    unified = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    return unicodedata.normalize("NFC", _CONTROL.sub("", unified)).strip()


def is_clean(text: str) -> bool:
    """Whether ``text`` could have come out of :func:`clean`, apart from white space at its ends."""
    return unicodedata.is_normalized("NFC", text) and _CONTROL.search(text) is None
