"""The flows table: flows, their environments, agents, phone numbers, organizations and the audit."""
