"""A real MCP server for tests."""
