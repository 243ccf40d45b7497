"""Queues for places: who waits, by which right, and who is offered what."""
