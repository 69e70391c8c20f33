"""The foot of the window: the status line, and the switches for language, theme and size of letters."""

from PySide6.QtCore import QEvent, QPoint, Qt, Signal, Slot
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QWidget

from evalapp.base.i18n import _, current_language
from evalapp.ui.theme.current import current_theme
from evalapp.ui.theme.theme import FONT_SCALES
from evalapp.ui.widgets.buttons import Button
from evalapp.ui.widgets.status_line import StatusLine


class WindowFoot(QFrame):
    """The status line with two quiet buttons at its right.

    Signals:
        home_asked: back to the start page.
        language_asked: zh_CN or en.
        theme_asked: light, dark or system.
        font_asked: a font scale.
    """

    home_asked = Signal()
    language_asked = Signal(object)
    theme_asked = Signal(object)
    font_asked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("edge", "top")
        self.status_line = StatusLine()
        self.language = Button(icon="translate", look="flat", type="caption", parent=self)
        self.looks = Button(icon="theme-light-dark", look="flat", type="caption", parent=self)
        self.home = Button(icon="home-outline", look="flat", type="caption", parent=self)
        for button in (self.home, self.language, self.looks):
            button.set_dense()
        self.home.clicked.connect(self.home_asked)
        self.language.clicked.connect(self._on_language)
        self.looks.clicked.connect(self._on_looks)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, current_theme().space.s2, 0)
        row.setSpacing(0)
        row.addWidget(self.status_line, 1)
        row.addWidget(self.home)
        row.addWidget(self.language)
        row.addWidget(self.looks)
        self._retranslate()

    def _retranslate(self) -> None:
        """Each language is called by its own name: whoever cannot read the present one finds the other."""
        self.language.setText("English" if current_language() == "zh_CN" else "中文")
        self.language.setAccessibleName(_("Language"))
        self.looks.setText(_("Looks"))
        self.home.setText(_("Start page"))
        self.home.setToolTip("Ctrl+Home")
        self.home.updateGeometry()
        self.language.updateGeometry()
        self.looks.updateGeometry()

    @Slot()
    def _on_language(self) -> None:
        self.language_asked.emit("en" if current_language() == "zh_CN" else "zh_CN")

    @Slot()
    def _on_looks(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for code, text in (("system", _("As the system")), ("light", _("Light")), ("dark", _("Dark"))):
            action = QAction(text, menu)
            action.setData(("theme", code))
            menu.addAction(action)
        menu.addSeparator()
        sizes = QActionGroup(menu)
        for scale in FONT_SCALES:
            action = QAction(_("Letters {percent} %").format(percent=round(100 * scale)), menu)
            action.setData(("font", scale))
            action.setCheckable(True)
            action.setChecked(abs(scale - current_theme().font_scale) < 0.01)
            sizes.addAction(action)
            menu.addAction(action)
        menu.triggered.connect(self._on_chosen)
        corner = self.looks.mapToGlobal(self.looks.rect().topRight())
        size = menu.sizeHint()
        menu.popup(QPoint(corner.x() - size.width(), corner.y() - size.height()))

    @Slot(QAction)
    def _on_chosen(self, action: QAction) -> None:
        kind, value = action.data()
        (self.theme_asked if kind == "theme" else self.font_asked).emit(value)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
