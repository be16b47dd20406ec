"""The bodies that the API returns, as the types of the OpenAPI document."""
