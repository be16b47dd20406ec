"""What hears and speaks, chosen by the environment: models on this machine, AWS, OpenAI's API, or LiveKit Inference."""
