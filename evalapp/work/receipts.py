"""The receipt of a submission on paper and in files: one set of words for the window, the page, text and JSON."""

from pathlib import Path

import msgspec

from evalapp.base.errors import AppError
from evalapp.base.files import write_bytes
from evalapp.base.i18n import _, ngettext
from evalapp.report.receipt.sheet import Fact, ReceiptSheet, UnitRow, in_groups, plain_text, unit_lines
from evalapp.report.words import local_words, utc_words
from evalapp.work.submit import HandedIn, Receipt

SUFFIXES = (".pdf", ".txt", ".json")
_LISTED = 12
"""So many volumes are named one by one; of more, the first and the last."""


def receipt_sheet(receipt: Receipt) -> ReceiptSheet:
    """What the receipt says, in the language in force. Every time stands in this computer's zone and in UTC."""
    facts = (
        _fact(_("Project"), receipt.project),
        _fact(_("Assessor"), f"{receipt.person} ({receipt.code})" if receipt.code else receipt.person),
        _fact(_("Time"), " = ".join(dict.fromkeys((local_words(receipt.at), utc_words(receipt.at))))),
        _fact(_("File"), receipt.path.name),
        _fact(_("Folder"), str(receipt.path.parent)),
        _fact(_("Size"), _("{size} bytes").format(size=f"{receipt.size:,}")),
        Fact(caption="SHA-256", lines=in_groups(receipt.sha256)),
        _fact(_("Answers"), _answers(receipt)),
        _fact(_("Kept, not counted"), _kept(receipt)),
        _fact(_("Attachments"), str(receipt.attachments)),
        _fact(_("Unanswered"), str(receipt.unanswered)),
        _fact(_("Left open because"), receipt.comment),
        _fact(_("Not sent again"), _not_sent_again(receipt)),
        *_volumes(receipt),
    )
    return ReceiptSheet(
        title=_("Receipt for a submission"),
        synthetic=_("Synthetic data: made up for demonstration, they say nothing about any real place.")
        if receipt.synthetic
        else "",
        facts=tuple(fact for fact in facts if any(fact.lines)),
        units_title=ngettext("{n} unit handed in", "{n} units handed in", len(receipt.counts)).format(
            n=len(receipt.counts)
        ),
        units=tuple(UnitRow(name=one.name, counts=_counts(one)) for one in receipt.counts),
        note=_(
            "A file that has the same SHA-256 arrived as it was written. Keep this receipt until the coordinator has merged "
            "the submission."
        ),
        received=_("Received by, on"),
        foot=_("Written by EvalApp {version}").format(version=receipt.program),
    )


def write_receipt(receipt: Receipt, path: Path) -> Path:
    """Write the receipt as PDF, text or JSON, as the suffix of ``path`` says; gives the path.

    Raises AppError("receipt_kind") for another suffix, AppError("cannot_write").
    """
    require_kind(path)
    kind = path.suffix.lower()
    if kind == ".json":
        write_bytes(path, msgspec.json.format(msgspec.json.encode(receipt, enc_hook=str), indent=2) + b"\n")
    elif kind == ".txt":
        write_bytes(path, plain_text(receipt_sheet(receipt)).encode("utf-8-sig"))
    else:
        from evalapp.report.receipt.pages import write_pdf  # noqa: PLC0415 (brings the drawing library)

        write_pdf(receipt_sheet(receipt), path)
    return path


def lines_of_units(sheet: ReceiptSheet) -> tuple[str, ...]:
    """Each unit of the sheet with its counts, in a line."""
    return unit_lines(sheet)


def receipt_pages(receipt: Receipt, dpi: int = 300) -> tuple[bytes, ...]:
    """The pages of the PDF as PNG, for a printer."""
    from evalapp.report.receipt.pages import page_images  # noqa: PLC0415 (as above)

    return page_images(receipt_sheet(receipt), dpi)


def require_kind(path: Path, beside: Path | None = None) -> None:
    """Raises AppError("receipt_kind") for a name that is no receipt's, or that is the submission's own."""
    if path.suffix.lower() not in SUFFIXES or (beside is not None and path.resolve() == beside.resolve()):
        raise AppError(
            "receipt_kind",
            _(
                "A receipt is a .pdf, .txt or .json beside the submission, not {file}. Nothing was written; choose another name."
            ).format(file=path.name),
        )


def _fact(caption: str, text: str) -> Fact:
    return Fact(caption=caption, lines=(text,))


def _answers(receipt: Receipt) -> str:
    return _("{n}; since the last time {new} new, {changed} changed").format(
        n=receipt.answers, new=receipt.new, changed=receipt.changed
    )


def _counts(one: HandedIn) -> str:
    if not one.unanswered:
        return _("{answers} answered").format(answers=one.answers)
    return _("{answers} answered, {blank} unanswered").format(answers=one.answers, blank=one.unanswered)


def _kept(receipt: Receipt) -> str:
    if not receipt.kept:
        return ""
    return ngettext(
        "{n} answer to an item that does not apply", "{n} answers to items that do not apply", receipt.kept
    ).format(n=receipt.kept)


def _not_sent_again(receipt: Receipt) -> str:
    if not receipt.left_out:
        return ""
    return ngettext(
        "{n} revision that the coordinator had received by {time}",
        "{n} revisions that the coordinator had received by {time}",
        receipt.left_out,
    ).format(n=receipt.left_out, time=local_words(receipt.acknowledged_at))


def _volumes(receipt: Receipt) -> tuple[Fact, ...]:
    names = tuple(volume.name for volume in receipt.volumes)
    if not names:
        return ()
    head = _("{n} volumes, to be sent all together:").format(n=len(names))
    listed = names if len(names) <= _LISTED else (names[0], "…", names[-1])
    return (Fact(caption=_("Volumes"), lines=(head, *listed)),)
