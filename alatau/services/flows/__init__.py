"""Conversations: a few questions by message, one after the other, and what is done with the answers."""
