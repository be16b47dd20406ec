"""The DynamoDB of the local stack: a server process that speaks DynamoDB's JSON protocol and keeps it all in SQLite.

It holds the operations that Callflow uses, with DynamoDB's error codes and limits, and no others. Nothing here knows
what Callflow stores, and nothing here runs on AWS. The API starts it through local/processes/dynamodb.py.
"""
