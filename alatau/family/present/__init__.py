"""Cards in words: what pages show, made of values that already leave out what their reader may not see."""
