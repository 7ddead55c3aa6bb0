"""What stops a report from being rendered."""


class RenderError(Exception):
    """A report cannot be rendered as it should be; the message says which and why."""
