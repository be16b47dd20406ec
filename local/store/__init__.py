"""The DynamoDB of the local stack: a server process with DynamoDB's JSON protocol and an SQLite file.

It has the operations that Callflow uses, with DynamoDB's error codes and limits, and no others. The package does not
know what Callflow stores, and it does not run on AWS. `local/processes/dynamodb.py` starts the process.
"""
