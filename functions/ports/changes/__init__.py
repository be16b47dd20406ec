"""What proves a change to a flow, beside the flows themselves."""
