"""Do the weight profiles add up, and do the indices refer to something?"""

from collections.abc import Iterator

from evalapp.base.i18n import _
from evalapp.base.numbers import from_float, guard
from evalapp.base.text import is_clean
from evalapp.form.finding import Finding, Path, error
from evalapp.form.lint_weights import weights_in_points
from evalapp.form.model import Index, Profile
from evalapp.form.names import did_you_mean
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
    seen: set[str] = set()
    for n, profile in enumerate(tree.form.profiles):
        path = ("profile", n)
        if not profile.id.strip():
            yield error(
                (*path, "id"), _("“{key}” must not be empty or have spaces at its ends").format(key="id")
            )
        if profile.id in seen:
            yield error((*path, "id"), _("the id “{name}” occurs twice").format(name=profile.id))
        seen.add(profile.id)
        yield from _profile(tree, profile, path)
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
        # A group without a weight of its own weighs what stands below it, so what is above it must be looked at too.
        siblings = {node.parent for code in profile.weights for node in tree.path(code)}
        for parent in sorted(siblings, key=lambda index: -1 if index is None else index):
            yield from _adds_up(tree, profile, parent, path)


def _weighted(tree: Tree, code: str, weight: float) -> Iterator[str]:
    if code not in tree.by_code:
        yield _("there is no item “{code}”").format(code=code) + did_you_mean(code, tree.by_code)
    elif not tree.node(code).scored:
        yield _("“{code}” is not averaged into the base and has no weight").format(code=code)
    elif weight < 0:
        yield _("“weight” must not be below 0")


def _adds_up(tree: Tree, profile: Profile, parent: int | None, path: Path) -> Iterator[Finding]:
    """In points, what stands below a group (or on the top) weighs what the group (or the whole) weighs."""
    weights = weights_in_points(tree, profile.weights)
    below = [tree.nodes[n] for n in (tree.roots if parent is None else tree.nodes[parent].children)]
    scored = [node for node in below if node.scored]
    if tree.form.policy.weights == "relative" or any(weights[node.index] is None for node in scored):
        if all(_weight(profile, node) == 0 for node in scored):
            yield error((*path, "weights"), _("all items beside each other have weight 0"))
        return
    total = sum(weights[node.index] or 0.0 for node in scored)
    whole = tree.form.head.full_score if parent is None else weights[parent]
    if whole is not None and guard(total) != guard(whole):
        place = _("the top level") if parent is None else f"“{tree.nodes[parent].code}”"
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
    if not name or name != name.strip() or set(name) & set(",;=") or not is_clean(name) or name == "TOTAL":
        yield error(
            (*path, "id"),
            _("the code “{code}” must not be empty or hold , ; = or spaces at its ends").format(code=name),
        )
    if name in codes:
        yield error((*path, "id"), _("the code “{code}” occurs twice").format(code=name))
    if bool(index.items) == bool(index.value):
        yield error(path, _("an index has either “items” with their weights, or an expression “value”"))
    for code, weight in index.items.items():
        yield from (error((*path, "items"), message) for message in _weighted(tree, code, weight))
    if index.items and all(weight == 0 for weight in index.items.values()):
        yield error((*path, "items"), _("all items beside each other have weight 0"))
