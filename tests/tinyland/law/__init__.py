"""The law of Tinyland: boats feed families, and every kid gets bread."""
