"""The list of pages in a window that is lower than the list."""

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Slot
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QWidget

from evalapp.ui.widgets.nav_list import NavList


class NavArea(QScrollArea):
    """As wide as the list, which scrolls where it does not fit and follows the focus."""

    def __init__(self, nav: NavList, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._nav = nav
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self.setWidgetResizable(True)
        self.setWidget(nav)
        nav.installEventFilter(self)
        nav.focus_moved.connect(self._on_focus_moved)

    def sizeHint(self) -> QSize:
        wide = self._nav.sizeHint().width()
        bar = self.verticalScrollBar()
        return QSize(wide + (bar.sizeHint().width() if bar.maximum() else 0), 0)

    def minimumSizeHint(self) -> QSize:
        return QSize(self.sizeHint().width(), 0)

    @Slot(object)
    def _on_focus_moved(self, item: QWidget) -> None:
        self.ensureWidgetVisible(item)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self._nav.setMinimumHeight(self._nav.sizeHint().height())
            self.updateGeometry()
        elif event.type() == QEvent.Type.Resize:
            self.updateGeometry()
        return super().eventFilter(watched, event)
