"""Household income, shared out by the size of the household."""
