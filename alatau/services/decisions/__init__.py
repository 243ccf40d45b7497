"""What the law gives or refuses somebody: immutable acts that can be recomputed, and what people say against them."""
