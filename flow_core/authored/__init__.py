"""The nodes of a flow as an author writes them, in the format of React Flow."""
