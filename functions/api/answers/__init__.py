"""What each route answers, as the types that the OpenAPI document is made of and that mypy holds the routes to."""
