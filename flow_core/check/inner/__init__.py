"""Looks through the subflow nodes of a flow: what the flows that it calls mean for it. They have no problems here."""
