"""Whether the record is whole: each device's chain and what proves it; everything verified by a button."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from evalapp.base.clock import local_moment
from evalapp.base.i18n import _, ngettext
from evalapp.ui.coordinator.plain_table import PlainTable, carded
from evalapp.ui.theme.current import current_theme
from evalapp.ui.widgets.buttons import Button
from evalapp.ui.widgets.labels import IconLabel, restyle, text_label
from evalapp.ui.widgets.models.struct_table import Column
from evalapp.work.care import CheckReport
from evalapp.work.chain_states import ChainState, LastCheck
from evalapp.work.chain_words import soundness_word

_STANDING = 6
_FAULTS_SHOWN = 8


class AuditChains(QWidget):
    """The result of the last verification above, the chains below. ``verify`` asks for everything to be verified."""

    verify_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme = current_theme()
        self.verify = Button(_("Verify everything"), icon="shield-check-outline", look="primary")
        self.verify.clicked.connect(self.verify_asked)
        self._icon = IconLabel("shield-check-outline", "text_2", "icon_lg")
        self.result = text_label(type="strong", wrap=True)
        self.note = text_label(
            _(
                "Pages, hashes, links, seals, attachments and every derived table are looked through and compared with a "
                "rebuild. Nothing is changed."
            ),
            type="caption",
            tone="text_3",
            wrap=True,
        )
        self.faults = text_label(tone="error", wrap=True)
        words = QVBoxLayout()
        words.setSpacing(theme.space.s0)
        for label in (self.result, self.note, self.faults):
            words.addWidget(label)
        card = QFrame()
        card.setProperty("card", "true")
        row = QHBoxLayout(card)
        row.setContentsMargins(theme.space.s3, theme.space.s2, theme.space.s3, theme.space.s2)
        row.setSpacing(theme.space.s3)
        row.addWidget(self._icon)
        row.addLayout(words, 1)
        row.addWidget(self.verify)
        self.table = PlainTable[ChainState](_("Chains"), _columns(), _STANDING, _tone)
        self.table.show_lines(4)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space.s2)
        column.addWidget(card)
        column.addWidget(carded(self.table), 1)
        self.faults.hide()
        self.show_check(None)

    def set_state(self, chains: Sequence[ChainState]) -> None:
        """Show these chains; the one that was chosen stays chosen."""
        before = self.table.row
        devices = [one.device for one in chains]
        self.table.set_state(
            chains, devices.index(before.device) if before is not None and before.device in devices else 0
        )

    def show_check(self, kept: LastCheck | None) -> None:
        """Say when everything was verified last, and what was found."""
        if kept is None:
            self.result.setText(_("This file has not been verified on this computer yet."))
        else:
            self.result.setText(
                _("{check}; {revisions} revisions, {seals} seals.").format(
                    check=check_words(kept), revisions=f"{kept.revisions:,}", seals=f"{kept.seals:,}"
                )
            )
        bad = kept is not None and kept.faults > 0
        self._icon.set_icon(
            "shield-alert-outline" if bad else "shield-check-outline",
            "error" if bad else "ok" if kept else "text_2",
        )
        self.result.setProperty("tone", "error" if bad else "text")
        restyle(self.result)
        if not bad:
            self.faults.hide()

    def show_faults(self, report: CheckReport) -> None:
        """List what a verification found."""
        lines = list(report.faults[:_FAULTS_SHOWN])
        rest = len(report.faults) - len(lines)
        if rest:
            lines.append(ngettext("… and {n} more", "… and {n} more", rest).format(n=rest))
        self.faults.setText("\n".join(lines))
        self.faults.setVisible(bool(lines))


def check_words(kept: LastCheck) -> str:
    """When everything was verified, and with what result, for the page and the status line."""
    time = local_moment(kept.at)[:16]
    if not kept.faults:
        return _("Whole: verified {time}").format(time=time)
    words = ngettext("{n} fault: verified {time}", "{n} faults: verified {time}", kept.faults)
    return words.format(n=kept.faults, time=time)


def _columns() -> list[Column[ChainState]]:
    return [
        Column(_("Person"), _person),
        Column(_("Role"), _role),
        Column(_("Device"), _device, hint=_full_device),
        Column(_("Revisions"), _count, right=True),
        Column(_("Sealed up to"), _sealed, right=True),
        Column(_("Unproven"), _unproven, right=True),
        Column(_("State"), soundness_word),
        Column(_("Signing key"), _key, hint=_full_key),
    ]


def _tone(one: ChainState, column: int) -> str:
    if column != _STANDING:
        return "text"
    return {"gap": "error", "forked": "error", "key": "warn", "unproven": "warn"}.get(one.soundness, "ok")


def _person(one: ChainState) -> str:
    return f"{one.name} {one.code}".strip()


def _role(one: ChainState) -> str:
    return {
        "coordinator": _("Coordinator"),
        "former": _("former coordinator"),
        "assessor": _("Assessor"),
    }.get(one.role, "")


def _device(one: ChainState) -> str:
    return _("{device} · this computer").format(device=one.device[:8]) if one.own else one.device[:8]


def _full_device(one: ChainState) -> str:
    return one.device


def _count(one: ChainState) -> str:
    return f"{one.count:,}"


def _sealed(one: ChainState) -> str:
    return f"{one.sealed:,}" if one.sealed else "–"


def _unproven(one: ChainState) -> str:
    return "–" if one.own else f"{one.unproven:,}"


def _key(one: ChainState) -> str:
    if not one.key:
        return "–"
    short = one.key[:8]
    return (
        _("{key}, accepted").format(key=short) if one.accepted else _("{key}, not accepted").format(key=short)
    )


def _full_key(one: ChainState) -> str:
    return one.key
