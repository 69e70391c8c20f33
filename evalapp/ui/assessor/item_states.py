"""From the answers of all cities to what the page by item shows. Pure: no widget is touched here."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from statistics import median

from msgspec import Struct

from evalapp.base.i18n import _, current_language, ngettext
from evalapp.entry.asked import is_typed
from evalapp.entry.points import points_of
from evalapp.entry.problems import Problem
from evalapp.form.label import say
from evalapp.form.scales import Binary, Count, Number, Options
from evalapp.form.tree import Node, Tree
from evalapp.ui.assessor.grid_cells import value_text
from evalapp.ui.assessor.states import (
    earned,
    flag_problems,
    instead_of_points,
    leaf_status,
    problem_state,
    worst_of,
)
from evalapp.ui.scales import brief_words
from evalapp.ui.widgets.answers_table import CityAnswer
from evalapp.ui.widgets.models.item_tree import ItemNode, LeafStatus
from evalapp.ui.widgets.problem_list import ProblemState
from evalapp.ui.widgets.words import number_text, points_text, state_word
from evalapp.work.answers import Entered, UnitPage, UnitProgress
from evalapp.work.pasting import why_closed


class Standing(Struct, frozen=True, kw_only=True):
    """How one city stands with every item: what is worst there, and the problems that concern it."""

    page: UnitPage
    worst: dict[str, str]
    problems: dict[str, tuple[Problem, ...]]


def standing(page: UnitPage) -> Standing:
    """Look through a city once; all items are shown out of that."""
    found: dict[str, list[Problem]] = {}
    for problem in (*page.problems, *flag_problems(page)):
        for item in dict.fromkeys((problem.item, *problem.items)):
            found.setdefault(item, []).append(problem)
    problems = {item: tuple(listed) for item, listed in found.items()}
    return Standing(page=page, worst=worst_of(page.problems), problems=problems)


def concerns(page: UnitPage, node: Node) -> bool:
    """Whether a city stands in the list of an item: an item of sub-units concerns these alone, and the other way round."""
    return page.unit.sort == node.kind


def city_answer(city: Standing, node: Node, shown: Entered, refusal: str) -> CityAnswer:
    """A city's row. ``shown`` is what stands in its field, ``refusal`` why that is no answer ("" where it is)."""
    page, item = city.page, node.code
    entry = page.entries.get(item)
    name = page.unit.full_name
    if entry is None:
        closed = why_closed(page, item)
        return CityAnswer(city=page.unit.key, name=name, status="not_applicable", note=closed, closed=closed)
    node = page.tree.node(item)
    problem = city.worst.get(item, "")
    why = [say(one.message, current_language()) for one in city.problems.get(item, ())]
    if entry.computed:
        answer = brief_words(node.scale, entry.computed)
    else:
        answer = value_text(node, shown, refused=bool(refusal))
    points = earned(node, entry)
    status: LeafStatus = "error" if refusal else leaf_status(node, entry, {})
    return CityAnswer(
        city=page.unit.key,
        name=name,
        status=status,
        answer=answer,
        points=instead_of_points(node, entry) if points is None else points_text(points),
        evidence=len(shown.evidence),
        confidence=confidence_word(shown.confidence),
        note=_first_line(shown.justification),
        problem="error" if refusal else problem,  # type: ignore[arg-type]
        why=refusal or " ".join(why if problem else ()),
        applies=entry.applies,
    )


def confidence_word(confidence: str) -> str:
    """Low, medium or high in words; "" for none."""
    return {"low": _("Low"), "medium": _("Medium"), "high": _("High")}.get(confidence, "")


def _first_line(text: str) -> str:
    return (text.strip().splitlines() or [""])[0]


def spread(node: Node, answers: Sequence[Entered]) -> str:
    """How the answers of the cities to which an item applies are spread, in a line; "" where it applies to none."""
    if not answers:
        return ""
    given = [one for one in answers if one.state != "blank"]
    done = _("{n} of {all} answered").format(n=len(given), all=len(answers))
    parts = _values(node, [one.value for one in given if one.state == "answered"])
    states = Counter(one.state for one in given if one.state != "answered")
    parts += [_("{n} × {answer}").format(n=states[state], answer=state_word(state)) for state in states]
    return _("{answered}: {spread}").format(answered=done, spread=_(", ").join(parts)) if parts else done


def _values(node: Node, values: Sequence[str]) -> list[str]:
    """Options are counted in the form's order; else the least, middle and greatest number is told, or that of the points."""
    scale = node.scale
    if not values:
        return []
    if isinstance(scale, Options | Binary):
        known = [one.value for one in scale.options] if isinstance(scale, Options) else ["yes", "no"]
        counts = Counter(values)
        order = sorted(counts, key=lambda value: known.index(value) if value in known else len(known))
        return [
            _("{n} × {answer}").format(n=counts[value], answer=brief_words(scale, value)) for value in order
        ]
    if isinstance(scale, Count | Number):
        return [_range([float(value) for value in values], number_text)]
    points = [points_of(node, "answered", value) for value in values]
    earning = [one for one in points if one is not None]
    return [_range(earning, points_text)] if earning else []


def _range(numbers: Sequence[float], words: Callable[[float], str]) -> str:
    """From the least to the greatest; so many times the same where there is no other."""
    if min(numbers) == max(numbers):
        return _("{n} × {answer}").format(n=len(numbers), answer=words(numbers[0]))
    least, middle, most = number_text(min(numbers)), words(median(numbers)), words(max(numbers))
    return _("{least} to {most}, median {middle}").format(least=least, most=most, middle=middle)


def item_nodes(tree: Tree, cities: Iterable[Standing]) -> tuple[ItemNode, ...]:
    """The items that any city has, each with how many of its cities are answered and what is worst among them."""
    done: Counter[str] = Counter()
    total: Counter[str] = Counter()
    worst: dict[str, set[str]] = {}
    there: set[str] = set()
    for city in cities:
        there.update(city.page.entries)
        for item, entry in city.page.entries.items():
            if entry.open_work:
                total[item] += 1
                done[item] += entry.answered
            elif entry.applies and is_typed(city.page.tree.node(item)) and not entry.answered:
                worst.setdefault(item, set()).add("blank")
        for item, kind in city.worst.items():
            worst.setdefault(item, set()).add(kind)
    roots = (_node(tree, tree.nodes[index], there, done, total, worst) for index in tree.roots)
    return tuple(root for root in roots if root is not None)


def _node(
    tree: Tree,
    node: Node,
    there: set[str],
    done: Counter[str],
    total: Counter[str],
    worst: dict[str, set[str]],
) -> ItemNode | None:
    title = say(node.item.title, current_language())
    if node.is_leaf:
        if node.code not in there:
            return None
        of, all_of = done[node.code], total[node.code]
        kinds = worst.get(node.code, set())
        kinds = kinds | ({"blank"} if of < all_of else set())
        order: tuple[LeafStatus, ...] = ("error", "evidence", "warn", "blank")
        gravest: LeafStatus = next((kind for kind in order if kind in kinds), "answered")
        return ItemNode(code=node.code, title=title, status=gravest, done=of, total=all_of)
    below = (_node(tree, tree.nodes[index], there, done, total, worst) for index in node.children)
    children = tuple(child for child in below if child is not None)
    if not children:
        return None
    return ItemNode(
        code=node.code,
        title=title,
        done=sum(child.done for child in children),
        total=sum(child.total for child in children),
        children=children,
    )


def item_problems(node: Node, cities: Iterable[Standing]) -> tuple[tuple[Problem, ProblemState], ...]:
    """The problems of an item, city by city; ``id`` of each ends with the city to go to."""
    return tuple(
        (problem, problem_state(f"{number}:{city.page.unit.key}", city.page.unit.full_name, problem))
        for city in cities
        for number, problem in enumerate(city.problems.get(node.code, ()))
    )


def item_progress(node: Node, cities: Iterable[Standing]) -> UnitProgress:
    """How far an item is: as of a unit, but counted in cities."""
    found = [
        (city.page.entries[node.code], _is_wrong(node.code, city))
        for city in cities
        if node.code in city.page.entries and city.page.entries[node.code].open_work
    ]
    answered = [(entry, wrong) for entry, wrong in found if entry.answered]
    return UnitProgress(
        leaves=len(found),
        started=sum(1 for entry, _wrong in found if entry.entered != Entered()),
        answered=len(answered),
        valid=sum(1 for _entry, wrong in answered if not wrong),
        evidenced=sum(1 for entry, _wrong in answered if entry.entered.evidence),
    )


def _is_wrong(item: str, city: Standing) -> bool:
    return any(one.item == item and one.severity == "error" for one in city.problems.get(item, ()))


def open_cities(n: int) -> str:
    """So many cities are open for the item, where a list of its problems is empty."""
    return ngettext(
        "No problems here. {n} city is still open.", "No problems here. {n} cities are still open.", n
    ).format(n=n)
