"""Turn the queue of `evalapp conflicts --json` into a table for `evalapp decide`, taking assessment A everywhere.

For the tour only: in an evaluation a person looks at both assessments and at the evidence behind them.
"""

import csv
import json
import sys

table = csv.writer(sys.stdout, lineterminator="\n")
table.writerow(["unit", "item", "value", "state", "reason_category", "reason", "basis"])
for cell in json.load(sys.stdin)["open"]:
    taken = cell["assessments"][0]
    why = "试用：采用 A"
    table.writerow([cell["unit"], cell["item"], taken["value"], taken["state"], "other", why, cell["basis"]])
