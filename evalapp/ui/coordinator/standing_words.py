"""Why a cell is in the queue, said without names."""

from evalapp.base.clock import local_time
from evalapp.base.i18n import _
from evalapp.form.tree import Node
from evalapp.ui.coordinator.values import value_words
from evalapp.work.deciding import CellView
from evalapp.work.moved import Moved


def standing_words(node: Node, view: CellView, *, third: bool = False) -> str:
    """A few sentences; "" where the answers differ and nothing else is to be said. ``third``: a further one was asked for."""
    if third:
        return _("A further assessor is asked and has not answered yet. It can be decided now all the same.")
    return " ".join(
        part for part in (_standing(node, view), _names_known(view), *_to_be_given_again(view)) if part
    )


def _names_known(view: CellView) -> str:
    """What the decision in force knew of names, where it knew them."""
    if view.decided is None or not view.decided.names:
        return ""
    if view.decided.names == "open":
        return _("Names were not hidden when it was decided.")
    return _("Names had been uncovered when it was decided.")


def _to_be_given_again(view: CellView) -> list[str]:
    """Answers of an earlier edition of the form that have no counterpart, without the names of those who gave them."""
    return [
        _("An assessment of edition {version}, “{answer}”, is to be given again.").format(
            version=earlier.carried.version, answer=earlier.carried.words
        )
        for earlier in view.again
    ]


def _standing(node: Node, view: CellView) -> str:
    if view.status == "to_confirm":
        return _("Since the decision: {causes}. It is kept as the proposal: decide again.").format(
            causes=_causes(view)
        )
    if view.status == "decided" and not view.moved:
        return _("This is decided. Another decision takes its place; the earlier one stays in the history.")
    if view.status == "decided":
        return _(
            "Since the decision only words or evidence have changed: {causes}. It stands; decide again if they change your mind."
        ).format(causes=_causes(view))
    if view.status == "disputed":
        said = [
            _("{name} on {time}: “{value}”, because “{reason}”.").format(
                name=one.name,
                time=local_time(one.at),
                value=value_words(node, one.state, one.value),
                reason=one.reason,
            )
            for one in view.disputing
        ]
        return " ".join((_("Coordinators have decided this differently. A decision now settles it."), *said))
    return _gap_words(view) if view.status == "missing" else ""


def _causes(view: CellView) -> str:
    labels = {one.person: one.label for one in view.assessments}
    return _("; ").join(dict.fromkeys(_cause(moved, labels.get(moved.person, "")) for moved in view.moved))


def _cause(moved: Moved, label: str) -> str:
    """What became of one assessment. One that lies here no more has no letter."""
    words = {
        "new": _("assessment {label} has come"),
        "replaced": _("assessment {label} was changed"),
        "withdrawn": _("an assessment was withdrawn"),
        "held": _("an assessment is set aside"),
        "unassigned": _("an assessor is no longer assigned"),
        "absent": _("an assessment that it weighed has not come"),
        "again": _("an assessment is to be given again in this edition of the form"),
        "mapped": _("the edition of the form has changed, and several old values became one"),
    }
    return words[moved.what].format(label=label)


def _gap_words(view: CellView) -> str:
    """Why a cell waits that not everybody has answered."""
    if not view.assessments:
        return _(
            "Everybody has handed in, but nobody has answered this item: only a decision on another one has made it apply. "
            "Give the value yourself."
        )
    return _(
        "Everybody has handed in, but only {labels} answered this item: for the others it did not apply, or they left it blank."
    ).format(labels=_(", ").join(one.label for one in view.assessments))
