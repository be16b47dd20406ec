"""The HTTP API. Routes read requests and write responses; the flow's logic is in `flow_core` and `functions.turn`."""
