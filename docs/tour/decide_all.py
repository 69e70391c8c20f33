"""Turn the queue of `evalapp conflicts --json` into a table for `evalapp decide`, taking the higher assessment everywhere.

For the tour only: in an evaluation a person looks at both assessments and at the evidence behind them.
"""

import csv
import json
import sys

table = csv.writer(sys.stdout, lineterminator="\n")
table.writerow(["unit", "item", "value", "state", "reason_category", "reason", "basis"])
for cell in json.load(sys.stdin)["open"]:
    taken = max(cell["assessments"], key=lambda one: (one["points"] or 0, one["value"]))
    why = "试用：取较高的一份"
    table.writerow([cell["unit"], cell["item"], taken["value"], taken["state"], "other", why, cell["basis"]])
