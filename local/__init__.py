"""The same system on one machine: the API, embedded DynamoDB, the examples, and the `callflow` command."""
