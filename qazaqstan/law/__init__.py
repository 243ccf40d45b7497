"""The law of Kazakhstan as rules: what a card counts of a family, each figure with its source.

Basics that other rules read stand in ``people``, ``home``, ``study`` and ``earnings``; indicators by subject in the
other files; amounts and thresholds in ``parameters.csv`` and ``scoring.csv``, never here.
"""

from __future__ import annotations

from qazaqstan.law.roundings import WORDS

__all__ = ["WORDS"]
