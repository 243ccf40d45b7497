"""Find a service by everyday words, in any of the city's languages, misspelt or inflected."""
