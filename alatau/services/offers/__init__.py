"""Rights that the city brings to people: an offer, an answer, and what follows from it."""
