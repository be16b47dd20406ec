"""The voices of Amazon Polly and of this machine, for an author who listens to one. The worker speaks in calls."""
