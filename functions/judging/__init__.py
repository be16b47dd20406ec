"""A model that judges calls: the form of its questions, and the job that scores an ended session."""
