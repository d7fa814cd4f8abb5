"""Reasons: why a seat is empty and why somebody sits in one, from the rules alone, without a search."""
