"""EvalApp: offline evaluation of governments' digital services."""

__version__ = "0.1.0"
