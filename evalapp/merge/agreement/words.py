"""The words for statistics, and for why one has no value or leaves cells out, in the language in force."""

from evalapp.base.i18n import _


def statistic_word(name: str) -> str:
    """What a statistic is called; ``name`` is its field in :class:`~evalapp.merge.agreement.summary.Figures`."""
    match name:
        case "exact":
            return _("Exact agreement")
        case "within_one_step":
            return _("Agreement within one step")
        case "kappa":
            return _("Cohen κ")
        case "kappa_linear":
            return _("Weighted κ, linear")
        case "kappa_quadratic":
            return _("Weighted κ, quadratic")
        case "fleiss_kappa":
            return _("Fleiss κ")
        case "alpha_nominal":
            return _("Krippendorff α, nominal")
        case "alpha_ordinal":
            return _("Krippendorff α, ordinal")
        case "alpha_interval":
            return _("Krippendorff α, interval")
        case "alpha_ratio":
            return _("Krippendorff α, ratio")
        case _:
            _icc, kind, size = name.split("_")
            return f"ICC({kind},{size})"


def level_word(level: str) -> str:
    """The word for a level of measurement."""
    match level:
        case "nominal":
            return _("nominal")
        case "ordinal":
            return _("ordinal")
        case "interval":
            return _("interval")
        case "ratio":
            return _("ratio")
        case _:
            return level


def why_sentence(why: str) -> str:
    """Why a statistic has no value, as a sentence."""
    match why:
        case "empty":
            return _("Nothing has been handed in.")
        case "one_assessor":
            return _("Only one assessor has handed in: there is nothing to compare.")
        case "no_overlap":
            return _("Nothing has two answers that can be compared.")
        case "constant":
            return _("All answers are equal: what chance would bring about cannot be told.")
        case "alike":
            return _(
                "The units differ less than the assessors do: there is no variance between units to relate to."
            )
        case "too_few":
            return _("No item has answers to two units: there is no variance between units.")
        case "incomplete":
            return _("No unit was assessed by all the assessors.")
        case "measured":
            return _("These items are measured and have no categories.")
        case "unordered":
            return _("The categories have no order.")
        case "no_steps":
            return _("The answers have no steps.")
        case "no_zero":
            return _("This needs a measured number of which 0 means nothing.")
        case "not_comparable":
            return _("The items have no scores in common; look at each by itself.")
        case "not_pooled":
            return _("Ranks and ratios of different items cannot be added up; look at each by itself.")
        case _:
            return why


def why_in_short(why: str) -> str:
    """As :func:`why_sentence`, for a cell of a table; a dash where the statistic does not fit the kind of item."""
    match why:
        case "empty":
            return _("nothing")
        case "one_assessor":
            return _("one assessor")
        case "no_overlap":
            return _("no pair")
        case "constant":
            return _("all equal")
        case "alike":
            return _("units alike")
        case "too_few":
            return _("one unit")
        case "incomplete":
            return _("none by all")
        case _:
            return "–"


def left_word(reason: str) -> str:
    """Why cells are left out of a statistic."""
    return {
        "alone": _("handed in by fewer than two"),
        "again": _("to be given again under this edition"),
        "blank": _("left blank"),
        "not_asked": _("not asked of all"),
        "contradictory": _("one assessor, two answers"),
        "not_applicable": _("not applicable"),
        "unable": _("unable to assess"),
        "no_number": _("without a number"),
        "measured": _("measured, without categories"),
        "unordered": _("without an order"),
        "no_steps": _("without steps"),
        "no_zero": _("without a zero"),
        "not_comparable": _("scores not comparable"),
        "not_pooled": _("not added up"),
        "uneven": _("another number of assessments"),
        "incomplete": _("not by all assessors"),
    }.get(reason, reason)


def leaning_word(leaning: str) -> str:
    """Severe or lenient; nothing where neither is certain."""
    return {"severe": _("severe"), "lenient": _("lenient")}.get(leaning, "")
