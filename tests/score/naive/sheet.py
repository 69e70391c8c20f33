"""The form as a plain dict, with the keys that are inherited, defaulted or laid over it looked up one at a time."""

from collections.abc import Mapping
from typing import Any

from tests.score.naive.numbers import RefusedError, guarded
from tests.score.naive.scales import Scale, maximum

Item = dict[str, Any]
Plain = Mapping[str, Any]


class Sheet:
    """A scoring form and the settings of its project."""

    def __init__(self, form: Plain, settings: Plain | None = None) -> None:
        over = settings or {}
        self.full_score = float(form["form"].get("full_score", 100))
        self.units = form.get("units", {})
        self.policy = {**form.get("policy", {}), **over.get("policy", {})}
        self.grades = over.get("grade", form.get("grade", []))
        self.profiles = over.get("profile", form.get("profile", []))
        self.indices = form.get("index", [])
        self.scales = form.get("scales", {})
        self.items: dict[str, Item] = {item["code"]: dict(item) for item in form.get("item", [])}
        for code, weight in over.get("weights", {}).items():
            if code not in self.items:
                raise RefusedError(f"the settings weigh “{code}”, which the form does not have")
            self.items[code]["weight"] = weight
        for profile in self.profiles:
            for code in profile["weights"]:
                if code not in self.items:
                    raise RefusedError(
                        f"profile {profile['id']} weighs “{code}”, which the form does not have"
                    )
        self._children: dict[str, list[str]] = {}
        for code, item in self.items.items():
            self._children.setdefault(item.get("parent", ""), []).append(code)
        if self.policy.get("weights", "points") == "points":
            self._must_add_up(None)
            for profile in self.profiles:
                self._must_add_up(profile)

    # The tree

    def children(self, code: str) -> list[str]:
        """In the form's order; ``""`` is the root."""
        return self._children.get(code, [])

    def is_leaf(self, code: str) -> bool:
        return code != "" and not self.children(code)

    def path(self, code: str) -> list[str]:
        """From the top-level item down to ``code``."""
        parent = self.items[code].get("parent", "")
        return [*(self.path(parent) if parent else []), code]

    def below(self, code: str) -> list[str]:
        """``code`` and everything under it."""
        return [code, *(each for child in self.children(code) for each in self.below(child))]

    def leaves(self, code: str = "") -> list[str]:
        return [each for each in self.below(code) if self.is_leaf(each)]

    def top(self) -> list[str]:
        return self.children("")

    # Keys

    def scale(self, code: str) -> Scale:
        scale = self.items[code]["scale"]
        found: Scale = self.scales[scale] if isinstance(scale, str) else scale
        if found["kind"] == "rounds" and isinstance(found["of"], str):
            found = {**found, "of": self.scales[found["of"]]}
        return found

    def part(self, code: str) -> str:
        """Where the item counts: a veto leaf may stand in a base group, else the top-level item decides."""
        if self.is_leaf(code) and self.items[code].get("part") == "veto":
            return "veto"
        part: str = self.items[self.path(code)[0]].get("part", "base")
        return part

    def is_effect_item(self, code: str) -> bool:
        return self.part(code) == "veto" and self.veto_effect(code)["effect"] == "item"

    def veto_effect(self, code: str) -> dict[str, Any]:
        """What a hit does: the leaf's own key, else the nearest group's, else the policy's."""
        for each in reversed(self.path(code)):
            if "veto" in self.items[each]:
                effect: dict[str, Any] = self.items[each]["veto"]
                return effect
        return dict(self.policy.get("veto", {"effect": "fail"}))

    def is_scored(self, code: str) -> bool:
        """Whether the item is a scored leaf of the base, or a group that has one below it."""
        if not self.is_leaf(code):
            return any(self.is_scored(child) for child in self.children(code))
        return self.part(code) == "base" and self.scale(code)["kind"] != "text"

    def counts(self) -> bool:
        """Whether there is anything that makes a total."""
        kinds = {self.part(leaf) for leaf in self.leaves() if self.scale(leaf)["kind"] != "text"}
        return bool(kinds & {"base", "bonus", "penalty", "veto"})

    def not_applicable(self, code: str) -> str:
        """The policy of the item or of the nearest group that has one."""
        for each in reversed(self.path(code)):
            if "not_applicable" in self.items[each]:
                return str(self.items[each]["not_applicable"])
        return str(self.policy.get("not_applicable", "reweight"))

    def own(self, code: str, key: str, default: Any) -> Any:
        """A key of a group, else of the policy; the root has the policy's."""
        return self.items.get(code, {}).get(key, self.policy.get(key, default))

    def unanswered(self) -> str:
        return str(self.policy.get("unanswered", "pending"))

    def unable(self) -> str:
        return str(self.policy.get("unable", "reweight"))

    def rolled_at(self, code: str) -> str | None:
        """The item on the path whose ``rollup`` makes sub-units answer ``code``."""
        return next((each for each in self.path(code) if "rollup" in self.items[each]), None)

    def combined_at(self, code: str) -> str | None:
        """Where the sub-units' answers become the unit's: at the roll-up, but at each veto leaf that is not its own group's."""
        at = self.rolled_at(code)
        return code if at is not None and (self.part(at) == "veto" or self.is_any(code)) else at

    def is_any(self, code: str) -> bool:
        """Whether one sub-unit's answer can decide: ``take = "any"``, and what vetoes the unit below any other roll-up."""
        if self.is_leaf(code) and self.part(code) == "veto" and not self.is_effect_item(code):
            return True
        return self.rollup(code)["take"] == "any"

    def rollup(self, code: str) -> dict[str, str]:
        """The roll-up that covers ``code``."""
        at = self.rolled_at(code)
        assert at is not None
        found: dict[str, str] = self.items[at]["rollup"]
        return found

    def rolls_values(self, code: str) -> bool:
        """Whether the sub-units' values of the leaf ``code`` are combined before they are scored."""
        if not self.is_leaf(code) or self.rolled_at(code) is None or self.combined_at(code) != code:
            return False
        return self.rollup(code).get("of", "value") == "value" or self.is_any(code)

    # Weights

    def weight(self, code: str, profile: Plain | None) -> float:
        """The weight that rule 6 starts from; it says something about base items and bonus leaves only."""
        part = self.part(code)
        if part not in ("base", "bonus"):
            return 1.0
        if profile is not None and code in profile["weights"]:
            return float(profile["weights"][code])
        item = self.items[code]
        if "weight" in item:
            return float(item["weight"])
        if part == "base" and self.policy.get("weights", "points") == "relative":
            return 1.0
        if not self.is_leaf(code):
            children = [child for child in self.children(code) if part == "bonus" or self.is_scored(child)]
            return sum(self.weight(child, profile) for child in children)
        if self.scale(code)["kind"] == "text":
            return 1.0
        found = maximum(self.scale(code))
        if found is None:
            raise RefusedError(f"item {code} needs a weight")
        return found

    def exists(self, code: str, profile: Plain | None) -> bool:
        """Weight 0, its own or a group's above it, means that there is no such item."""
        return all(self.weight(each, profile) > 0 for each in self.path(code))

    def siblings(self, code: str, profile: Plain | None) -> list[str]:
        """The children of a base group that count in it."""
        return [
            child
            for child in self.children(code)
            if self.part(child) == "base" and self.is_scored(child) and self.lives(child, profile)
        ]

    def lives(self, code: str, profile: Plain | None) -> bool:
        """Whether the item exists and, being a group of the base, has a scored item that does."""
        if not self.exists(code, profile):
            return False
        return self.is_leaf(code) or any(
            self.lives(child, profile) for child in self.children(code) if self.is_scored(child)
        )

    def nominal(self, code: str, profile: Plain | None) -> float:
        """N of rule 6; 0 for what does not exist."""
        if code == "":
            return self.full_score
        if not self.lives(code, profile):
            return 0.0
        parent = self.items[code].get("parent", "")
        every = sum(self.weight(child, profile) for child in self.siblings(parent, profile))
        return self.nominal(parent, profile) * self.weight(code, profile) / every

    def _must_add_up(self, profile: Plain | None) -> None:
        for code in ["", *self.items]:
            named = profile["weights"] if profile is not None else {}
            children = [child for child in self.children(code) if self.is_scored(child)]
            if not children or (code and not self.exists(code, profile)):
                continue
            if code in named and not any(child in named for child in children):
                continue  # its children keep their ratios
            found = sum(self.weight(child, profile) for child in children)
            wanted = self.weight(code, profile) if code else self.full_score
            if guarded(found) != guarded(wanted):
                where = f"below {code}" if code else "at the top"
                raise RefusedError(f"the weights {where} add up to {found}, not to {wanted}")
