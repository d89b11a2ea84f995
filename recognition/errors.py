"""The three refusals of the domain. `web/` alone turns their codes into a status and a sentence."""


class Refusal(Exception):
    """A request that is understood and not carried out.

    `reason` is a dotted code such as ``endorsement.twice``; the French sentence for it lives in
    `recognition.web.sentences`.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class NotFound(Refusal):
    """There is nothing here, or nothing this visitor may see: the two are never told apart."""

    def __init__(self, reason: str = "not_found") -> None:
        super().__init__(reason)


class NotAllowed(Refusal):
    """The visitor may see the thing, and may not do this with it."""


class Refused(Refusal):
    """The act contradicts what is already there: a second endorsement, a closed proposal…"""
