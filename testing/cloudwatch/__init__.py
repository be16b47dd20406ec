"""CloudWatch as an alarm sees it: metrics by the minute, metric math, and the states of alarms. No request is made."""
