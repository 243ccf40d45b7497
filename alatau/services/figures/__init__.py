"""How what the state brings reaches people, in figures that name nobody."""
