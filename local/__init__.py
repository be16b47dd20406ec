"""The local stack: the API with an embedded DynamoDB, the examples, the dashboard, and the `callflow` command."""
