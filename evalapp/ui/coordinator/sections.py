"""The sections of the coordinator's page, in the order in which the list shows them: a new one is a line here."""

from collections.abc import Callable

from msgspec import Struct

from evalapp.base.i18n import _
from evalapp.ui.coordinator.agreement_page import AgreementSection
from evalapp.ui.coordinator.audit_page import AuditSection
from evalapp.ui.coordinator.board_page import BoardSection
from evalapp.ui.coordinator.checks_page import ChecksSection
from evalapp.ui.coordinator.coordinators_page import CoordinatorsSection
from evalapp.ui.coordinator.decide_page import DecideSection
from evalapp.ui.coordinator.export_page import ExportSection
from evalapp.ui.coordinator.handout_page import HandoutSection
from evalapp.ui.coordinator.people_page import PeopleSection
from evalapp.ui.coordinator.publications_page import PublicationsSection
from evalapp.ui.coordinator.received_page import ReceivedSection
from evalapp.ui.coordinator.results_page import ResultsSection
from evalapp.ui.coordinator.rules_page import RulesSection
from evalapp.ui.coordinator.section import Section
from evalapp.ui.services import Services
from evalapp.work.project import Project


class SectionKind(Struct, frozen=True, kw_only=True):
    """A section before it is made. ``line`` draws a rule above it in the list; ``wide`` makes the list a rail of icons."""

    code: str
    title: str
    icon: str
    make: Callable[[Project, Services], Section]
    line: bool = False
    wide: bool = False


def section_kinds() -> tuple[SectionKind, ...]:
    """All sections, with their titles in the language in force."""
    return (
        SectionKind(code="board", title=_("Progress"), icon="view-grid-outline", make=BoardSection),
        SectionKind(
            code="received",
            title=_("Received files"),
            icon="inbox-arrow-down-outline",
            make=ReceivedSection,
        ),
        SectionKind(
            code="decide", title=_("Decide"), icon="compare-horizontal", make=DecideSection, wide=True
        ),
        SectionKind(
            code="agreement", title=_("Agreement"), icon="scale-balance", make=AgreementSection, wide=True
        ),
        SectionKind(code="checks", title=_("Checks"), icon="shield-search", make=ChecksSection, wide=True),
        SectionKind(
            code="results", title=_("Results"), icon="poll", make=ResultsSection, line=True, wide=True
        ),
        SectionKind(code="export", title=_("Export"), icon="export-variant", make=ExportSection),
        SectionKind(
            code="publications",
            title=_("Publications"),
            icon="file-certificate-outline",
            make=PublicationsSection,
        ),
        SectionKind(code="rules", title=_("Rules"), icon="form-select", make=RulesSection, line=True),
        SectionKind(code="people", title=_("People"), icon="account-multiple-outline", make=PeopleSection),
        SectionKind(
            code="coordinators",
            title=_("Coordinators"),
            icon="account-key-outline",
            make=CoordinatorsSection,
        ),
        SectionKind(code="tasks", title=_("Task files"), icon="package-variant-closed", make=HandoutSection),
        SectionKind(
            code="audit",
            title=_("Audit"),
            icon="file-search-outline",
            make=AuditSection,
            line=True,
            wide=True,
        ),
    )
