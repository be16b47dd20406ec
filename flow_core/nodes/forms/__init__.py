"""A form in parts: slots.py asks and fills, and review.py reads all values back."""
