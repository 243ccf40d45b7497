"""The law as Python code of its own: a single family in a millisecond, value for value what the engines give."""
