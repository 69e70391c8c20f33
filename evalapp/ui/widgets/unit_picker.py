"""The units of a roster to be ticked: by province, by class, by name, one by one."""

from collections.abc import Collection, Sequence
from typing import Literal

import msgspec
from PySide6.QtCore import QModelIndex, QRectF, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from evalapp.base.i18n import _
from evalapp.ui.theme.current import current_theme
from evalapp.ui.theme.icons import paint_icon
from evalapp.ui.theme.style import draw_check_box
from evalapp.ui.widgets.buttons import Button
from evalapp.ui.widgets.flow import FlowLayout
from evalapp.ui.widgets.fold_rows import FoldList
from evalapp.ui.widgets.painting import line_text, text_width
from evalapp.ui.widgets.rows import RowDelegate, RowPaint
from evalapp.ui.widgets.search_field import SearchField

Ticked = Literal["all", "some", "none"]
_SHOWN = 8


class PickUnit(msgspec.Struct, frozen=True, kw_only=True):
    """A unit that can be ticked: its province (or another group), its class, and what finds it beside name and code."""

    key: str
    code: str
    name: str
    group: str = ""
    kind: str = ""
    search: str = ""


class PickClass(msgspec.Struct, frozen=True, kw_only=True):
    """A class of units: as the roster writes it, and as it is called."""

    value: str
    text: str


class PickRow(msgspec.Struct, frozen=True, kw_only=True):
    """A row of the list: a group with how many of it are ticked, or a unit."""

    id: str
    name: str
    code: str = ""
    ticked: Ticked = "all"
    n: int = 0
    of: int = 0
    folds: bool = False
    open: bool = False
    level: int = 0

    @property
    def text(self) -> str:
        """What typing finds."""
        return self.name

    @property
    def spoken(self) -> str:
        """What a screen reader says."""
        ticked = {"all": _("ticked"), "some": _("partly ticked"), "none": _("not ticked")}[self.ticked]
        counted = f"{self.n}/{self.of}" if self.folds else self.code
        return _(", ").join(filter(None, (self.name, counted, ticked)))


class UnitPicker(QWidget):
    """A field that finds, the classes, everything or nothing, and the list in which Space and a click on the box tick.

    Signals:
        picked: which units are ticked has changed.
    """

    picked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme = current_theme()
        self._units: tuple[PickUnit, ...] = ()
        self._off: set[str] = set()
        self._classes_off: set[str] = set()
        self._open: set[str] = set()
        self._class_buttons: list[_ClassButton] = []
        self.search = SearchField(_("Find a unit"))
        self.every = Button(_("All"), look="flat", parent=self)
        self.nothing = Button(_("None"), look="flat", parent=self)
        self.list = _PickList()
        self._classes = QWidget()
        self._flow = FlowLayout(self._classes)
        above = QHBoxLayout()
        above.setSpacing(theme.space.s2)
        above.addWidget(self.search, 1)
        above.addWidget(self.every)
        above.addWidget(self.nothing)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space.s1)
        column.addLayout(above)
        column.addWidget(self._classes)
        column.addWidget(self.list)
        self.search.textChanged.connect(self._on_sought)
        self.search.list_asked.connect(self.list.setFocus)
        self.every.clicked.connect(self._on_every)
        self.nothing.clicked.connect(self._on_nothing)
        self.list.folded.connect(self._on_folded)
        self.list.ticked.connect(self._on_ticked)

    def set_state(
        self,
        units: Sequence[PickUnit],
        classes: Sequence[PickClass] = (),
        *,
        off: Collection[str] = (),
        classes_off: Collection[str] = (),
    ) -> None:
        """Offer these units; all are ticked but those whose keys are in ``off`` and those of a class in ``classes_off``."""
        self._units = tuple(units)
        self._off = set(off)
        self._classes_off = set(classes_off)
        groups = list(dict.fromkeys(unit.group for unit in units))
        self._open = set(groups) if len(groups) == 1 else set()
        for button in self._class_buttons:
            self._flow.removeWidget(button)
            button.hide()
            button.deleteLater()
        self._class_buttons = [_ClassButton(one, self._classes) for one in classes]
        for button in self._class_buttons:
            button.setChecked(button.state.value not in self._classes_off)
            button.toggled_class.connect(self._on_class)
            self._flow.addWidget(button)
            button.show()
        self._classes.setVisible(bool(classes))
        self.search.clear()
        self._show()

    def off(self) -> frozenset[str]:
        """The keys of the units that are not ticked."""
        return frozenset(self._off)

    def classes_off(self) -> frozenset[str]:
        """The classes that are left out."""
        return frozenset(self._classes_off)

    def chosen(self) -> frozenset[str]:
        """The keys of the units that are ticked and of a class that is wanted."""
        return frozenset(
            unit.key
            for unit in self._units
            if unit.key not in self._off and unit.kind not in self._classes_off
        )

    def _offered(self) -> list[PickUnit]:
        """What the classes and the words sought let through."""
        words = self.search.text().casefold().split()
        return [
            unit
            for unit in self._units
            if unit.kind not in self._classes_off
            and all(
                word in f"{unit.name} {unit.code} {unit.group} {unit.search}".casefold() for word in words
            )
        ]

    def _show(self) -> None:
        offered = self._offered()
        by_group: dict[str, list[PickUnit]] = {}
        for unit in offered:
            by_group.setdefault(unit.group, []).append(unit)
        seeks = bool(self.search.text().strip())
        rows: list[PickRow] = []
        for group, units in by_group.items():
            n = sum(1 for unit in units if unit.key not in self._off)
            is_open = not group or group in self._open or seeks
            if group:
                ticked: Ticked = "all" if n == len(units) else "some" if n else "none"
                rows.append(
                    PickRow(
                        id=_GROUP + group,
                        name=group,
                        ticked=ticked,
                        n=n,
                        of=len(units),
                        folds=True,
                        open=is_open,
                    )
                )
            if is_open:
                rows += [_row(unit, self._off, 1 if group else 0) for unit in units]
        self.list.set_rows(rows)
        height = max(current_theme().size.row_dense, current_theme().rows("body"))
        self.list.setFixedHeight(min(max(len(rows), 3), _SHOWN) * height + 2)

    @Slot()
    def _on_sought(self) -> None:
        self._show()

    @Slot(object, bool)
    def _on_folded(self, row: str, on: bool) -> None:
        group = row.removeprefix(_GROUP)
        self._open = self._open | {group} if on else self._open - {group}
        self._show()

    @Slot(object)
    def _on_ticked(self, row: str) -> None:
        if row.startswith(_GROUP):
            keys = {unit.key for unit in self._offered() if unit.group == row.removeprefix(_GROUP)}
        else:
            keys = {row}
        self._off = self._off - keys if keys <= self._off or keys & self._off else self._off | keys
        self._changed()

    @Slot()
    def _on_every(self) -> None:
        self._off -= {unit.key for unit in self._offered()}
        self._changed()

    @Slot()
    def _on_nothing(self) -> None:
        self._off |= {unit.key for unit in self._offered()}
        self._changed()

    @Slot(object, bool)
    def _on_class(self, value: str, on: bool) -> None:
        self._classes_off = self._classes_off - {value} if on else self._classes_off | {value}
        self._changed()

    def _changed(self) -> None:
        self._show()
        self.picked.emit()


_GROUP = "group:"


def _row(unit: PickUnit, off: Collection[str], level: int) -> PickRow:
    ticked: Ticked = "none" if unit.key in off else "all"
    return PickRow(id=unit.key, name=unit.name, code=unit.code, ticked=ticked, level=level)


class _ClassButton(Button):
    """A class that is wanted or not."""

    toggled_class = Signal(object, bool)

    def __init__(self, state: PickClass, parent: QWidget) -> None:
        super().__init__(state.text, type="caption", parent=parent)
        self.state = state
        self.setCheckable(True)
        self.set_dense()
        self.toggled.connect(self._on_toggled)

    @Slot(bool)
    def _on_toggled(self, on: bool) -> None:
        self.set_icon_name("check" if on else "")
        self.toggled_class.emit(self.state.value, on)


class _PickList(FoldList[PickRow]):
    """Space ticks; a click ticks on the box and on a unit, and folds a group beside its box."""

    ticked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_Delegate(), _("Units to evaluate"), parent)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        row = self.row(index)
        theme = current_theme()
        box = theme.space.s2 + theme.size.icon_sm + theme.space.s2
        super_event = row is not None and row.folds and event.position().x() > box
        if row is None or super_event or event.button() != Qt.MouseButton.LeftButton:
            super().mouseReleaseEvent(event)
        else:
            self.setCurrentIndex(index)
            self.ticked.emit(row.id)

    @Slot(QModelIndex)
    def _on_pressed(self, index: QModelIndex) -> None:
        if (row := self.row(index)) is not None:
            self.ticked.emit(row.id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space:
            self._on_pressed(self.currentIndex())
        else:
            super().keyPressEvent(event)


class _Delegate(RowDelegate):
    """Box, name, code; a group with its chevron and how many of it are ticked."""

    def row_height(self) -> int:
        return max(current_theme().size.row_dense, current_theme().rows("body"))

    def paint_row(self, painter: QPainter, row: RowPaint) -> None:
        shown = row.state
        if not isinstance(shown, PickRow):
            return
        theme = current_theme()
        side, middle = theme.size.icon_sm, row.rect.center().y()
        inner = row.rect.adjusted(theme.space.s2 + shown.level * theme.space.s5, 0, -theme.space.s3, 0)
        box = QRectF(inner.left(), middle - side / 2, side, side)
        draw_check_box(painter, box, theme, on=shown.ticked == "all")
        if shown.ticked == "some":
            painter.setPen(QPen(theme.color("accent"), 2))
            painter.drawLine(
                round(box.left() + side * 0.25),
                round(middle),
                round(box.right() - side * 0.25),
                round(middle),
            )
        inner.setLeft(box.right() + theme.space.s2)
        font = theme.font(bold=shown.folds)
        line_text(painter, inner, shown.name, font, "text" if shown.ticked != "none" else "text_3")
        after = inner.adjusted(text_width(shown.name, font) + theme.space.s2, 0, 0, 0)
        if not shown.folds:
            line_text(painter, after, shown.code, theme.font("caption"), "text_3")
            return
        chevron = QRectF(inner.right() - side, middle - side / 2, side, side)
        paint_icon(painter, chevron, "chevron-down" if shown.open else "chevron-right", "text_3")
        line_text(painter, after, f"{shown.n}/{shown.of}", theme.font("caption"), "text_3")
