"""A plan as the page for new projects asks for it, worked out away from the GUI thread."""

from msgspec import Struct, structs

from evalapp.base.i18n import _
from evalapp.entry.roster import Roster
from evalapp.entry.sharing import Sharing
from evalapp.entry.states import FormRules
from evalapp.form.tree import Tree
from evalapp.ui.share_state import share_state
from evalapp.ui.widgets.share_tables import ShareState
from evalapp.work.conflicts import Conflicts
from evalapp.work.create import Assessor, NewProject
from evalapp.work.sharing import lacking_words, plan_of, required_plan, sample_setting, work_of

_TOLD = 4


class Ask(Struct, frozen=True):
    """What a plan is made of."""

    roster: Roster
    tree: Tree
    rules: FormRules
    people: tuple[Assessor, ...]
    barred: Conflicts
    sharing: Sharing

    @property
    def key(self) -> object:
        """What tells two questions apart: the form by its identity, all else by what it holds."""
        return (
            id(self.tree),
            tuple(unit.key for unit in self.roster),
            self.people,
            self.barred,
            self.sharing,
        )


class Planned(Struct, frozen=True):
    """The answer: the plan's tables, what stands against it, how many parts the sample has."""

    key: object
    state: ShareState
    wrong: str
    drawn: int


def planned(ask: Ask) -> Planned:
    """The plan to be looked at."""
    work = work_of(ask.roster, ask.tree, ask.rules)
    shared = plan_of(work, [one.code for one in ask.people], ask.sharing, ask.barred)
    names = {one.code: f"{one.name} {one.code}" for one in ask.people}
    lines = lacking_words(work, shared.lacking, names)
    wrong = "\n".join(lines[:_TOLD])
    if len(lines) > _TOLD:
        wrong += "\n" + _("and {n} more").format(n=len(lines) - _TOLD)
    people = [(one.code, one.code, one.name) for one in ask.people]
    return Planned(ask.key, share_state(work, shared.assigned, people, ask.barred), wrong, len(shared.drawn))


def with_plan(plan: NewProject, ask: Ask, sample_name: str) -> NewProject:
    """The project with its work shared out. Raises AppError("assignment") where that cannot be."""
    work = work_of(ask.roster, ask.tree, ask.rules)
    shared = required_plan(work, [one.code for one in ask.people], ask.sharing, ask.barred)
    sample = sample_setting(ask.sharing)
    settings = (*plan.settings, (sample_name, sample)) if sample else plan.settings
    return structs.replace(plan, assigned=shared.assigned, settings=settings)
