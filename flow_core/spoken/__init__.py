"""Values in words for a caller's ear, in the language of a flow. What a machine reads is made in text/.

Each module says one kind of value; speak.py chooses among them. The libraries for names of months, currencies and
countries' phone numbers are loaded when the first value of their kind is spoken.
"""
