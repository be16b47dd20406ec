"""Types that are spelled: each letter or digit counts. pieces.py reads the parts, and runs.py joins them."""
