"""Random whole forms with everything that the format has mixed, and settings for them."""

from random import Random
from typing import Any

from tests.score.random_expressions import add_expressions
from tests.score.random_scales import (
    COHORT,
    NUMERIC,
    base_scale,
    cohort_rule,
    maximum,
    note_scale,
    penalty_scale,
    some,
    veto_scale,
    weighted,
)

Item = dict[str, Any]
POLICIES = ("reweight", "equal", "rescale", "zero", "full")
KINDS = ("town", "school")


class Draft:
    """A form while it is drawn. ``kinds`` tells for which sub-units an item is answered ("" for the units)."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.plain = some(random, 0.08)
        self.items: list[Item] = []
        self.kinds: dict[str, str] = {}
        self.parts: dict[str, str] = {}
        self.named: dict[str, Any] = {}
        self.points = some(random, 0.4)
        self.mild = some(random, 0.5)  # without means that a score below 0 turns into an error

    def form(self) -> dict[str, Any]:
        random = self.random
        for n in range(random.randint(1, 3)):
            self._base(f"{'ABC'[n]}", "", 1, "")
        for part, chance in (("bonus", 0.4), ("penalty", 0.35), ("veto", 0.45), ("note", 0.3)):
            if some(random, chance):
                self._part(part)
        self._order()
        for item in sorted(self.items, key=lambda item: str(item["code"])):
            add_expressions(self, item)
        full = self._weigh() if self.points else random.choice((1, 10, 100, 110))
        head = {"id": "r", "version": "1", "title": "r", "full_score": full}
        units = {} if self.plain else {"number": ["people"], **self._columns()}
        form = {"form": head, "units": units, "policy": self._policy(full), "item": self.items}
        if some(random, 0.7):
            form["grade"] = self._grades(full)
        if not self.plain and some(random, 0.35):
            form["profile"] = self._profiles()
        if some(random, 0.35):
            form["index"] = self._indices()
        self._share_scales(form)
        return {key: entry for key, entry in form.items() if entry}

    # The tree

    def _add(self, code: str, parent: str, part: str, kind: str, **keys: Any) -> Item:
        item: Item = {"code": code, "title": code, **keys}
        if parent:
            item["parent"] = parent
        elif part != "base":
            item["part"] = part
        self.items.append(item)
        self.kinds[code], self.parts[code] = kind, part
        return item

    def _base(self, code: str, parent: str, level: int, kind: str) -> None:
        random = self.random
        group = level < 3 and len(self.items) < 9 and some(random, 0.55 if level == 1 else 0.3)
        rollup: dict[str, Any] = {}
        if not kind and not self.plain and some(random, 0.14):
            kind = random.choice(KINDS)
            rollup = {"kind": kind, "take": random.choice(("mean", "sum", "min", "max"))}
        item = self._add(code, parent, "base", kind)
        if some(random, 0.2):
            item["not_applicable"] = random.choice(POLICIES)
        if group:
            self._group(item, level, kind)
            if rollup and some(random, 0.5):
                rollup["of"] = "score"
        else:
            item["scale"] = base_scale(random)
            self._special(item)
            if rollup:
                rollup |= self._leaf_rollup(item["scale"])
        if rollup:
            item["rollup"] = rollup

    def _group(self, item: Item, level: int, kind: str) -> None:
        random, code = self.random, item["code"]
        if not self.mild and some(random, 0.3):
            item["aggregation"] = random.choice(("arithmetic", "geometric", "harmonic"))
        if some(random, 0.2):
            item["min_coverage"] = random.choice((0, 0.5, 2 / 3, 1))
        if some(random, 0.2):
            item["normalise"] = cohort_rule(random, random.choice(COHORT), 100)
        for n in range(1, 1 + random.randint(1, 3)):
            self._base(f"{code}{n}", code, level + 1, kind)
        if some(random, 0.15):
            effects = [{"veto": {"effect": "item"} if kind else self._effect(item=True)}]
            if not kind:
                effects.append({})
            veto = self._add(f"{code}v", code, "veto", kind, scale=veto_scale(random))
            veto |= {"part": "veto"} | random.choice(effects)
            if some(random, 0.15):
                item["veto"] = {"effect": "item"}
        if some(random, 0.06):
            self._add(f"{code}t", code, "base", kind, scale={"kind": "text"})

    def _leaf_rollup(self, scale: dict[str, Any]) -> dict[str, Any]:
        if scale["kind"] not in NUMERIC or some(self.random, 0.3):
            return {"of": "score"}
        return {"take": "pooled"} if scale["kind"] == "rate" and some(self.random, 0.5) else {}

    def _part(self, part: str) -> None:
        """A leaf on the top level, or a group of some."""
        random, code, kind = self.random, {"bonus": "J", "penalty": "P", "veto": "V", "note": "N"}[part], ""
        if some(random, 0.4):
            self._part_leaf(code, "", part, "")
            return
        top = self._add(code, "", part, "")
        if part == "bonus" and some(random, 0.4):
            top["cap"] = random.choice((1, 3))
        if part == "veto" and some(random, 0.4):
            top["veto"] = self._effect()
        if part == "veto" and not self.plain and some(random, 0.15):
            kind = self.kinds[code] = random.choice(KINDS)
            top["rollup"] = {"kind": kind, "take": "any"}
        for n in range(1, 1 + random.randint(1, 3)):
            self._part_leaf(f"{code}{n}", code, part, kind)

    def _part_leaf(self, code: str, parent: str, part: str, kind: str) -> None:
        random = self.random
        scale = {"bonus": base_scale, "penalty": penalty_scale, "veto": veto_scale, "note": note_scale}[part]
        item = self._add(code, parent, part, kind, scale=scale(random))
        self._special(item)
        if part == "bonus" and (some(random, 0.5) or maximum(item["scale"]) is None):
            item["weight"] = random.choice((2, 5))
        if part == "veto" and some(random, 0.3):
            item["veto"] = self._effect()
        if not kind and not self.plain and some(random, 0.12):
            self._extra_rollup(item, part)

    def _extra_rollup(self, item: Item, part: str) -> None:
        kind, scale = self.random.choice(KINDS), item["scale"]
        take = "any" if part == "veto" else self.random.choice(("mean", "sum", "min", "max"))
        rollup = {"kind": kind, "take": take}
        if part in ("bonus", "penalty"):
            rollup |= self._leaf_rollup(scale)
        elif part == "note" and scale["kind"] not in NUMERIC:
            return
        item["rollup"] = rollup
        self.kinds[item["code"]] = kind

    def item(self, code: str) -> Item:
        return next(item for item in self.items if item["code"] == code)

    def _effect(self, item: bool = False) -> dict[str, Any]:
        effect = weighted(self.random, fail=3, zero=1, fixed=2, cap=2, item=3 if item else 0)
        return {
            "effect": effect,
            **({"points": self.random.choice((0, 5, 40, 59))} if effect in ("fixed", "cap") else {}),
        }

    def _special(self, item: Item) -> None:
        if some(self.random, 0.12):
            item["states"] = ["not_applicable", "unable"]

    def _order(self) -> None:
        """The file may list parts in any order; parents may even follow their children."""
        if some(self.random, 0.3):
            self.random.shuffle(self.items)

    # Weights

    def _siblings(self) -> dict[str, list[Item]]:
        """The base items of every group that are averaged."""
        found: dict[str, list[Item]] = {}
        for item in self.items:
            if self.parts[item["code"]] == "base" and (self.scale(item) or {}).get("kind") != "text":
                found.setdefault(item.get("parent", ""), []).append(item)
        return found

    def _weigh(self) -> float:
        """Points for every leaf, sums for some of the groups; gives the full score."""
        siblings = self._siblings()

        def weigh(code: str) -> float:
            total = 0.0
            for item in siblings[code]:
                if item["code"] in siblings:
                    found = weigh(item["code"])
                    if some(self.random, 0.5):
                        item["weight"] = found
                else:
                    most = maximum(item["scale"])
                    if most is None or some(self.random, 0.5):
                        item["weight"] = self.random.choice((1, 2, 5, 10))
                    found = item.get("weight", most)
                total += found
            return total

        return weigh("")

    def _policy(self, full: float) -> dict[str, Any]:
        random = self.random
        if not self.points:
            for siblings in self._siblings().values():
                for item in siblings[1:]:
                    if self._is_units(item) and some(random, 0.08):
                        item["weight"] = 0
                for item in siblings:
                    if "weight" not in item and some(random, 0.6):
                        item["weight"] = random.choice((1, 2, 0.5, 30))
        means = ("arithmetic",) if self.mild else ("arithmetic", "arithmetic", "geometric", "harmonic")
        policy: dict[str, Any] = {
            "weights": "points" if self.points else "relative",
            "aggregation": random.choice(means),
            "unanswered": weighted(random, pending=2, zero=1, reweight=2),
            "unable": weighted(random, reweight=3, zero=1, pending=1),
            "not_applicable": random.choice(POLICIES),
            "min_coverage": weighted(random, a=4, b=1, c=1),
            "rank_ties": random.choice(("competition", "dense")),
        }
        policy["min_coverage"] = {"a": 0, "b": 0.5, "c": 0.75}[policy["min_coverage"]]
        for key, chance, choices in (
            ("normalise", 0.15, [cohort_rule(random, random.choice(COHORT), 100)]),
            ("floor", 0.15, [-0.1 * full, 0.1 * full]),
            ("cap", 0.15, [0.8 * full]),
            ("fail_below", 0.3, [0.4 * full]),
            ("rank_decimals", 0.3, [0, 2]),
            ("list", 0.1, ["band"]),
            ("tie_order", 0.1, ["name"]),
        ):
            if some(random, chance):
                policy[key] = random.choice(choices)
        if "bonus" in self.parts.values() and some(random, 0.6):
            gates = [
                f"base > {0.4 * full:.3f}",
                *([] if self.plain else ["unit.flag == 'y'", "unit.people > 5.0"]),
            ]
            bonus = {"cap": random.choice((2, 5)), "gate": random.choice(gates)}
            policy["bonus"] = {key: bonus[key] for key in bonus if some(random, 0.6)}
        if "veto" in self.parts.values() and some(random, 0.4):
            policy["veto"] = self._effect()
        return policy

    def _columns(self) -> dict[str, Any]:
        columns: dict[str, Any] = {
            "means": [column for column in ("province", "flag") if some(self.random, 0.3)]
        }
        if some(self.random, 0.3):
            columns["within"] = "province"
        return columns

    def _grades(self, full: float) -> list[dict[str, Any]]:
        random = self.random
        grades = [
            {"id": "fail", "fail": True},
            {"id": "top", "top": random.choice((0.2, 0.5))},
            {"id": "sd", "sd": random.choice((0.5, 1, -1))},
            {"id": "above", "above": 0.75 * full},
            {"id": "min", "min": 0.5 * full, **({"pass": True} if some(random, 0.5) else {})},
            {"id": "rest"},
        ]
        kept = [grade | {"name": grade["id"]} for grade in grades if some(random, 0.65)]
        if some(random, 0.4):
            random.shuffle(kept)
        return kept

    def _profiles(self) -> list[dict[str, Any]]:
        random, profiles = self.random, []
        for n, when in enumerate(("unit.kind == 'county'", "unit.people > 5.0")):
            weights: dict[str, float] = {}
            for siblings in self._siblings().values():
                if len(siblings) > 1 and some(random, 0.5):
                    weights |= self._reweigh(siblings)
            if weights:
                profiles.append({"id": f"p{n}", "when": when, "weights": weights})
        return profiles

    def _reweigh(self, siblings: list[Item]) -> dict[str, float]:
        """Other weights that add up to the same; one may be 0."""
        if not self.points:
            named = [item["code"] for item in siblings if some(self.random, 0.7)]
            weights: dict[str, float] = {code: self.random.choice((1, 3, 7)) for code in named}
            if len(named) > 1 and all(map(self._is_units, siblings)) and some(self.random, 0.3):
                weights[named[0]] = 0
            return weights
        leaves = [item for item in siblings if "scale" in item and self._is_units(item)]
        if len(leaves) < 2:
            return {}
        first, second = leaves[:2]
        moved = self._points(first) if some(self.random, 0.5) else self._points(first) / 2
        return {first["code"]: self._points(first) - moved, second["code"]: self._points(second) + moved}

    def _is_units(self, item: Item) -> bool:
        """Whether nothing at or below the item is answered by sub-units, for whom weight 0 would mean something else."""
        return not any(self.kinds[code] for code in self.kinds if code.startswith(item["code"]))

    def _points(self, item: Item) -> float:
        most = maximum(self.scale(item) or {})
        found: float = item.get("weight", most)
        return found

    def _indices(self) -> list[dict[str, Any]]:
        random = self.random
        base = [item["code"] for siblings in self._siblings().values() for item in siblings]
        indices: list[dict[str, Any]] = [
            {
                "id": "IX",
                "title": "IX",
                "items": {code: random.choice((1, 0.3)) for code in base if some(random, 0.5)},
            },
            {"id": "IV", "title": "IV", "value": "total * 2.0" if self.plain else "total + unit.people"},
        ]
        return [index for index in indices if some(random, 0.6) and index.get("items") != {}]

    def _share_scales(self, form: dict[str, Any]) -> None:
        """Some scales move to ``[scales]``."""
        scales: dict[str, Any] = {}
        for item in self.items:
            scale = item.get("scale")
            if scale is None or not some(self.random, 0.15):
                continue
            name = f"s{len(scales)}"
            scales[name] = scale
            if scale["kind"] == "rounds" and some(self.random, 0.5):
                scales[name], item["scale"] = scale["of"], scale | {"of": name}
            else:
                item["scale"] = name
        form["scales"] = self.named = scales

    # What is said of an item

    def scale(self, item: Item) -> dict[str, Any] | None:
        scale = item.get("scale")
        if isinstance(scale, str):
            scale = self.named[scale]
        if scale is not None and isinstance(scale.get("of"), str):
            scale = scale | {"of": self.named[scale["of"]]}
        return scale

    def settings(self) -> dict[str, Any]:
        random = self.random
        found: dict[str, Any] = {}
        if some(random, 0.5):
            found["policy"] = {"unanswered": random.choice(("zero", "reweight")), "rank_ties": "dense"}
        if some(random, 0.5):
            found["grade"] = [{"id": "x", "name": "x", "min": 1}, {"id": "y", "name": "y"}]
        if not self.points and some(random, 0.5):
            codes = [siblings[0]["code"] for siblings in self._siblings().values()]
            found["weights"] = {code: random.choice((2, 4)) for code in codes}
        if not self.plain and some(random, 0.3):
            found["profile"] = self._profiles() if some(random, 0.7) else []
        return found
