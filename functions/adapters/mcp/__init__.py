"""Tools of MCP servers, by the official SDK over the HTTP stack of tools."""
