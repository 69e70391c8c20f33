"""The scales: how a leaf is answered and what score the answer earns. One scale a file.

Each scale is a frozen struct with the same methods: ``read`` (text to recorded value, or ValueRefused), ``maximum``
(points at full marks), ``score`` (0…100, None where only the cohort or nobody can say), ``cel`` (the value in
expressions), ``rule``, ``number``, ``examples``, ``shape`` and ``findings``.
"""

from evalapp.form.scales.binary import Binary
from evalapp.form.scales.checklist import Checklist, Tick
from evalapp.form.scales.count import Count
from evalapp.form.scales.number import Number
from evalapp.form.scales.options import Option, Options
from evalapp.form.scales.rate import Rate
from evalapp.form.scales.text import Words

Scale = Binary | Options | Checklist | Count | Number | Rate | Words

NOT_YET = ("deductions", "imported", "rounds", "derived")
"""Kinds of scale that the format names and this version refuses by name."""

__all__ = [
    "NOT_YET",
    "Binary",
    "Checklist",
    "Count",
    "Number",
    "Option",
    "Options",
    "Rate",
    "Scale",
    "Tick",
    "Words",
]
