"""Do the weight profiles add up, and do the indices refer to something?"""

from collections.abc import Iterator

from evalapp.base.i18n import _
from evalapp.base.numbers import from_float, guard
from evalapp.form.finding import Finding, Path, error
from evalapp.form.lint_items import RESERVED_CODE
from evalapp.form.lint_weights import weights_in_points
from evalapp.form.model import Index, Profile
from evalapp.form.names import did_you_mean, is_code
from evalapp.form.tree import Node, Tree

MAX_PROFILES = 100
MAX_INDICES = 100


def lint_profiles(tree: Tree) -> Iterator[Finding]:
    """Findings about ``[[profile]]`` and ``[[index]]``, for items that are a sound tree."""
    for table, entries, limit in (
        ("profile", tree.form.profiles, MAX_PROFILES),
        ("index", tree.form.indices, MAX_INDICES),
    ):
        if len(entries) > limit:
            yield error(
                (table, limit),
                _("the form has {n} of them, at most {limit} are taken").format(n=len(entries), limit=limit),
            )
            return
    for n, profile in enumerate(tree.form.profiles):
        yield from _profile(tree, profile, ("profile", n))
    codes = set(tree.by_code)
    for n, index in enumerate(tree.form.indices):
        yield from _index(tree, index, ("index", n), codes)
        codes.add(index.id)


def _profile(tree: Tree, profile: Profile, path: Path) -> Iterator[Finding]:
    sound = True
    for code, weight in profile.weights.items():
        for message in _weighted(tree, code, weight):
            sound = False
            yield error((*path, "weights"), message)
    if not profile.weights:
        yield error((*path, "weights"), _("a profile without weights changes nothing; leave it out"))
    elif sound:
        yield from _adds_up(tree, profile, path)


def _weighted(tree: Tree, code: str, weight: float) -> Iterator[str]:
    if code not in tree.by_code:
        yield _("there is no item “{code}”").format(code=code) + did_you_mean(code, tree.by_code)
    elif not tree.node(code).scored:
        yield _("“{code}” is not averaged into the base; a profile weighs items of the base only").format(
            code=code
        )
    elif weight < 0:
        yield _("“weight” must not be below 0")


def _adds_up(tree: Tree, profile: Profile, path: Path) -> Iterator[Finding]:
    """In points, what stands below a group (or on the top) weighs what the group (or the whole) weighs.

    Asked wherever something weighs otherwise: also a group without a weight of its own, by what is below it. Below a group
    that alone was given another weight the ratios stay as they are.
    """
    weights, own = weights_in_points(tree, profile.weights), weights_in_points(tree)
    above = {
        node.parent
        for node in tree.nodes
        if node.code in profile.weights or weights[node.index] != own[node.index]
    }
    for parent in sorted(above, key=lambda index: -1 if index is None else index):
        below = [tree.nodes[n] for n in (tree.roots if parent is None else tree.nodes[parent].children)]
        scored = [node for node in below if node.scored]
        place = _("the top level") if parent is None else f"“{tree.nodes[parent].code}”"
        if tree.form.policy.weights == "relative" or any(weights[node.index] is None for node in scored):
            if all(_weight(profile, node) == 0 for node in scored):
                yield error((*path, "weights"), _("under {place} all weights are 0").format(place=place))
            continue
        total = sum(weights[node.index] or 0.0 for node in scored)
        whole = tree.form.head.full_score if parent is None else weights[parent]
        if whole and guard(total) != guard(whole):
            yield error(
                (*path, "weights"),
                _("under {place} the weights add up to {total}, not {whole}").format(
                    place=place, total=from_float(total), whole=from_float(whole)
                ),
            )


def _weight(profile: Profile, node: Node) -> float | None:
    return profile.weights.get(node.code, node.item.weight)


def _index(tree: Tree, index: Index, path: Path, codes: set[str]) -> Iterator[Finding]:
    name = index.id
    if not is_code(name):
        yield error(
            (*path, "id"),
            _("the code “{code}” must not be empty or hold , ; = or spaces at its ends").format(code=name),
        )
    elif name == RESERVED_CODE:
        yield error(
            (*path, "id"),
            _("the code “{code}” stands for the whole in results; choose another one").format(code=name),
        )
    if name in codes:
        yield error((*path, "id"), _("the code “{code}” occurs twice").format(code=name))
    if bool(index.items) == bool(index.value):
        yield error(path, _("an index has either “items” with their weights, or an expression “value”"))
    for code, weight in index.items.items():
        yield from (error((*path, "items"), message) for message in _weighted(tree, code, weight))
    if index.items and all(weight == 0 for weight in index.items.values()):
        yield error((*path, "items"), _("all items of the index have weight 0"))
