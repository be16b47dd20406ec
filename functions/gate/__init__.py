"""The gate of a flow: what a draft must pass before it is published. Nothing is run or stored here."""
