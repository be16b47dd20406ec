"""Speech to text and text to speech: local models, AWS, OpenAI's API or LiveKit Inference, by the settings."""
