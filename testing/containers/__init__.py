"""Containers for tests: images that `.ci/containers` prepares and podman runs, without an image registry."""
