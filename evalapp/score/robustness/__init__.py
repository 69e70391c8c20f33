"""How firm ranks are: draws of weights, aggregation, normalisation and assessors; items left out; coherence of the items."""
