"""Errors as nouns of the trade; doors translate them, and nobody else knows of HTTP."""


class TradeError(Exception):
    """Something the trade refuses; its text is a French sentence fit for a screen."""


class Unknown(TradeError):
    """There is no such thing."""


class Gone(Unknown):
    """There was one; it was taken away, and the sentence says when."""


class Forbidden(TradeError):
    """There is one, and this person may not."""


class Stale(TradeError):
    """Someone else changed it in the meantime."""


class Impossible(TradeError):
    """The rules of the trade refuse it."""


class TooOften(TradeError):
    """It was asked too many times in a short while."""
