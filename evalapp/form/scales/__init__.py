"""The scales: how a leaf is answered and what score the answer earns. One scale a file.

Each scale is a frozen struct with the same methods. ``ScaleBase`` has those that most of them answer alike; every one
has its own ``read`` (text to recorded value, or ValueRefused), ``score`` (0…100, None where only the cohort or nobody
can say), ``cel`` (the value in expressions), ``examples``, ``shape`` and ``findings``.
"""

from evalapp.form.scales.binary import Binary
from evalapp.form.scales.checklist import Checklist, Tick
from evalapp.form.scales.count import Count
from evalapp.form.scales.deductions import Deduction, Deductions
from evalapp.form.scales.derived import Derived
from evalapp.form.scales.imported import Imported
from evalapp.form.scales.number import Number
from evalapp.form.scales.options import Option, Options
from evalapp.form.scales.rate import Rate
from evalapp.form.scales.rounds import OneRound, Rounds
from evalapp.form.scales.text import Words

Scale = (
    Binary | Options | Checklist | Count | Number | Rate | Deductions | Imported | Rounds | Derived | Words
)

__all__ = [
    "Binary",
    "Checklist",
    "Count",
    "Deduction",
    "Deductions",
    "Derived",
    "Imported",
    "Number",
    "OneRound",
    "Option",
    "Options",
    "Rate",
    "Rounds",
    "Scale",
    "Tick",
    "Words",
]
