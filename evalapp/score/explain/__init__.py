"""How numbers came about: an item's score, a total, an index (FORM rules 5 to 13)."""
