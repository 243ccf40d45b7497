"""Tables of life events and of what follows from them. Private to this room."""
