"""The foot of the window: the status line, and the switches for language, theme and size of letters."""

from PySide6.QtCore import QEvent, QPoint, Qt, Signal, Slot
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QMenu, QWidget

from evalapp.base.i18n import _, current_language
from evalapp.ui.theme.appearance import Appearance, appearance_of
from evalapp.ui.theme.current import current_theme
from evalapp.ui.theme.theme import FONT_SCALES
from evalapp.ui.widgets.buttons import Button
from evalapp.ui.widgets.status_line import StatusLine


class WindowFoot(QFrame):
    """The status line with quiet buttons at its right.

    Signals:
        home_asked: back to the start page.
        keys_asked: the keys that work here are to be shown.
        language_asked: zh_CN or en.
        theme_asked: light, dark or system.
        font_asked: a font scale.
        accent_asked: whether the system's accent is wanted.
    """

    home_asked = Signal()
    keys_asked = Signal()
    language_asked = Signal(object)
    theme_asked = Signal(object)
    font_asked = Signal(object)
    accent_asked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("edge", "top")
        self.status_line = StatusLine()
        self.language = Button(icon="translate", look="flat", type="caption", parent=self)
        self.looks = Button(icon="theme-light-dark", look="flat", type="caption", parent=self)
        self.home = Button(icon="home-outline", look="flat", type="caption", parent=self)
        self.keys = Button(icon="keyboard-outline", look="flat", type="caption", parent=self)
        for button in (self.home, self.keys, self.language, self.looks):
            button.set_dense()
        for button in (self.language, self.looks):
            button.setProperty("keeps_tour", True)
        self.home.clicked.connect(self.home_asked)
        self.keys.clicked.connect(self.keys_asked)
        self.language.clicked.connect(self._on_language)
        self.looks.clicked.connect(self._on_looks)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, current_theme().space.s2, 0)
        row.setSpacing(0)
        row.addWidget(self.status_line, 1)
        row.addWidget(self.home)
        row.addWidget(self.keys)
        row.addWidget(self.language)
        row.addWidget(self.looks)
        self._retranslate()

    def _retranslate(self) -> None:
        """Each language is called by its own name: whoever cannot read the present one finds the other."""
        self.language.setText("English" if current_language() == "zh_CN" else "中文")
        self.language.setAccessibleName(_("Language"))
        self.looks.setText(_("Looks"))
        self.home.setText(_("Start page"))
        self.home.setToolTip("Ctrl+W")
        self.keys.setText(_("Keys"))
        self.keys.setToolTip("F1")
        self.keys.updateGeometry()
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
        modes, sizes = QActionGroup(menu), QActionGroup(menu)
        for code, text in (("system", _("As the system")), ("light", _("Light")), ("dark", _("Dark"))):
            _add(menu, modes, text, ("theme", code), on=code == self._mode())
        menu.addSeparator()
        for scale in FONT_SCALES:
            text = _("Letters {percent} %").format(percent=round(100 * scale))
            on = abs(scale - current_theme().font_scale) < 0.01
            _add(menu, sizes, text, ("font", scale), on=on)
        looks = self._appearance()
        if looks is not None and looks.has_accent():
            menu.addSeparator()
            accents = QActionGroup(menu)
            accents.setExclusionPolicy(QActionGroup.ExclusionPolicy.ExclusiveOptional)
            _add(menu, accents, _("Accent of the system"), ("accent", None), on=looks.accented)
        menu.triggered.connect(self._on_chosen)
        corner = self.looks.mapToGlobal(self.looks.rect().topRight())
        size = menu.sizeHint()
        menu.popup(QPoint(corner.x() - size.width(), corner.y() - size.height()))

    def _mode(self) -> str:
        looks = self._appearance()
        return "" if looks is None else looks.mode

    def _appearance(self) -> Appearance | None:
        application = QApplication.instance()
        return appearance_of(application) if isinstance(application, QApplication) else None

    @Slot(QAction)
    def _on_chosen(self, action: QAction) -> None:
        kind, value = action.data()
        if kind == "accent":
            self.accent_asked.emit(action.isChecked())
            return
        (self.theme_asked if kind == "theme" else self.font_asked).emit(value)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()


def _add(menu: QMenu, group: QActionGroup, text: str, data: tuple[str, object], *, on: bool) -> None:
    """One of several entries of which one is ticked."""
    action = QAction(text, menu)
    action.setData(data)
    action.setCheckable(True)
    action.setChecked(on)
    group.addAction(action)
    menu.addAction(action)
