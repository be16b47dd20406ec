"""The entry points of the Lambda functions. No logic beyond reading events and writing responses."""
