"""An author's texts: templates, and the encoding of values in a request body. They run no expression."""
