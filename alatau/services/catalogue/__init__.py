"""The catalogue of services: content files, their forms, and what became of each person's request."""
