"""The shell around flow_core on AWS Lambda: routes, the turn protocol, and an adapter for each real thing."""
