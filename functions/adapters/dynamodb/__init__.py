"""DynamoDB: items, requests and errors that all tables share."""
