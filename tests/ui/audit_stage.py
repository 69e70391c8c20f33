"""What the audit has to show: an objection that is late, one to a whole city, and a publication that was corrected."""

from evalapp.base.progress import Progress
from evalapp.form.scales import Options
from evalapp.store.queries import cell
from evalapp.work.deciding import Outcome, cell_view, decide
from evalapp.work.evidence import note_evidence
from evalapp.work.objections import NewObjection, objections, record_objections
from evalapp.work.project import Project
from evalapp.work.publishing import publish

AUDITED = "audited.evalproj"
"""A project of its own: what is published in it would move what other scenes compare."""
WHERE, OTHER = "370100", "370200"


def objected_and_corrected(project: Project) -> None:
    """Let a coordinator's decided project have them, once."""
    if objections(project):
        return
    leaves = project.tree.leaves
    late = NewObjection(
        unit=WHERE, item=leaves[0].code, received="2021-11-02", text="时限已公示，请补认。", sender="济南市政务服务局",
        reference="济政服函〔2021〕18号", deadline="2021-11-16", evidence=(note_evidence(project, "来函原文"),),
    )  # fmt: skip
    whole = NewObjection(unit=OTHER, item="", received="2021-11-03", text="请复核总分。")
    record_objections(project, (late, whole))
    first = publish(project, "复核", waiver="核对过", progress=Progress())
    node = next(leaf for leaf in leaves if isinstance(leaf.scale, Options))
    assert isinstance(node.scale, Options)
    with project.file.read() as connection:
        found = cell(connection, WHERE, node.code)
    assert found is not None
    value = next(one.value for one in node.scale.options if one.value != found.final.value)
    basis = cell_view(project, WHERE, node.code).basis
    outcome = Outcome(
        unit=WHERE, item=node.code, state="answered", value=value, category="evidence", reason="复核后改判", basis=basis
    )  # fmt: skip
    decide(project, outcome)
    publish(project, "复核更正", note="按来函复核", corrects=first.id, waiver="核对过", progress=Progress())
