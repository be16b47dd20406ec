"""DynamoDB's expressions: tokens, parsers, and their evaluation on an item."""
