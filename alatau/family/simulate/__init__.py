"""What a reform would do: the same rules over the whole nation, with other numbers or rules beside the law in force."""
