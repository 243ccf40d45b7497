"""Vouchers: marked money of whoever shows a secret number, for people without an account."""
