"""One side of a comparison, blind: what was answered, why, and the evidence."""

from typing import cast

from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from evalapp.base.i18n import _, current_language
from evalapp.form.label import say
from evalapp.form.tree import Node
from evalapp.ui.coordinator.evidence_view import EvidenceView
from evalapp.ui.coordinator.judged_words import judged_lines
from evalapp.ui.coordinator.values import confidence_word, value_words
from evalapp.ui.services import Services
from evalapp.ui.theme.current import current_theme
from evalapp.ui.widgets.badge import Side, SideBadge
from evalapp.ui.widgets.labels import ElidedLabel, IconLabel, text_label
from evalapp.ui.widgets.words import points_text
from evalapp.work.deciding import AcceptedWarning, Assessment
from evalapp.work.entered_by import entered_by_words
from evalapp.work.project import Project

_SIDES = ("A", "B")


class AssessmentCard(QFrame):
    """Shows one assessment under its letter; names are told after the decision, unless they are uncovered."""

    def __init__(
        self, label: str, project: Project, services: Services, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        theme = current_theme()
        self.label = label
        self.setProperty("card", label.lower() if label in _SIDES else "true")
        self._hidden = IconLabel("eye-off-outline", "text_3", "icon_sm")
        self.name = ElidedLabel(type="caption", tone="text_3")
        self._value = text_label(type="title", wrap=True)
        self._points = text_label(tone="text_2")
        self._confidence = ElidedLabel(type="caption", tone="text_2")
        self._carried = text_label(type="caption", tone="text_2", wrap=True)
        self._entered_by = text_label(type="caption", tone="warn", wrap=True)
        self._justification = text_label(tone="text", wrap=True)
        self._accepted = text_label(type="caption", tone="text_2", wrap=True)
        self._judged = text_label(type="caption", tone="text_2", wrap=True)
        self.evidence = EvidenceView(project, services, enlarges=True)
        inner = QWidget()
        inner.setProperty("ground", "surface")
        body = QVBoxLayout(inner)
        body.setContentsMargins(0, 0, theme.space.s1, 0)
        body.setSpacing(theme.space.s2)
        said = QHBoxLayout()
        said.setSpacing(theme.space.s2)
        said.addWidget(self._value, 1)
        said.addWidget(self._points)
        body.addLayout(said)
        body.addWidget(self._entered_by)
        body.addWidget(self._carried)
        body.addWidget(self._justification)
        body.addWidget(self._accepted)
        body.addWidget(self._judged)
        body.addWidget(self.evidence)
        body.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setWidget(inner)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.space.s3, theme.space.s2, theme.space.s2, theme.space.s2)
        column.setSpacing(theme.space.s2)
        column.addLayout(self._head())
        column.addWidget(area, 1)

    def _head(self) -> QHBoxLayout:
        theme = current_theme()
        head = QHBoxLayout()
        head.setSpacing(theme.space.s2)
        if self.label in _SIDES:
            head.addWidget(SideBadge(cast("Side", self.label.lower())))
        head.addWidget(text_label(_("Assessment {label}").format(label=self.label), type="strong"))
        head.addWidget(self._hidden)
        head.addWidget(self.name, 1)
        head.addWidget(self._confidence)
        return head

    def show_name(self, assessment: Assessment, *, blind: bool) -> None:
        """Say whose assessment it is, or that this is hidden."""
        self._hidden.set_icon("eye-off-outline" if blind else "account-outline", "text_3")
        named = " ".join(filter(None, (assessment.name, assessment.code)))
        self.name.setText(_("Name hidden") if blind else named)

    def set_state(self, node: Node, assessment: Assessment, *, blind: bool = True) -> None:
        """Show an assessment of an item, without its name or with it."""
        self.show_name(assessment, blind=blind)
        self._value.setText(value_words(node, assessment.state, assessment.value))
        points = assessment.points
        self._points.setText("" if points is None else points_text(points))
        self._points.setVisible(points is not None)
        sure = confidence_word(assessment.confidence)
        self._confidence.setText(_("Confidence: {word}").format(word=sure) if sure else "")
        carried = assessment.carried
        self._carried.setVisible(carried is not None)
        if carried is not None:
            self._carried.setText(
                _("Carried over from edition {version}, where {item} was answered “{answer}”.").format(
                    version=carried.version, item=carried.item, answer=carried.words
                )
            )
        by = assessment.entered_by
        self._entered_by.setVisible(by is not None)
        self._entered_by.setText("" if by is None else entered_by_words(by))
        self._justification.setText(assessment.justification or _("No justification was given."))
        self._accepted.setText("\n".join(_accepted_words(one) for one in assessment.accepted))
        self._accepted.setVisible(bool(assessment.accepted))
        self._judged.setText(judged_lines(assessment.judged))
        self._judged.setVisible(bool(assessment.judged))
        self.evidence.set_state(assessment.evidence)


def _accepted_words(one: AcceptedWarning) -> str:
    """A warning that the assessor let stand, and why."""
    message = say(one.message, current_language()) or one.warning
    return _("Warning let stand: “{warning}” Reason: {reason}").format(warning=message, reason=one.reason)
