"""What this room hears.

What opens the lake is imported where it is needed: its libraries cost 0.4 s and 100 MB, and every process reads this.
"""
