"""The split of value added tax: the tax part of an invoice goes to the seller's marked money, and on to the budget."""
