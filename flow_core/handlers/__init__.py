"""What a caller may say beside the answer to a question, and what a language model decides by words of an author."""
