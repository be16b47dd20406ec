"""What the local stack serves beside the API, and to whom."""
