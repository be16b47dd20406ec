"""An author's texts: templates, and how a value is encoded at its place in a request body. No expression runs here."""
