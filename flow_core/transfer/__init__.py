"""The rules for the destination of a transfer, and their tables of phone numbers. They perform no transfer."""
