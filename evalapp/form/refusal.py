"""A value that a scale does not take."""


class ValueRefused(ValueError):
    """A value that the scale refuses; the message is a sentence for the person who entered it."""
