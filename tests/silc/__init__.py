"""A third content package: the rules of a survey of incomes that nobody here made."""
