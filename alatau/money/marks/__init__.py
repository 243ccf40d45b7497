"""Marked money from its owner's side: kinds that content describes, giving it, and seeing where it is."""
