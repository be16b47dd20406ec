"""Amazon Transcribe and Amazon Polly."""
