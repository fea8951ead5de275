"""The hour of a signature by an authority of its own (PAdES B-T): a server that the configuration names, or none."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from pyhanko.sign.timestamps import HTTPTimeStamper, TimeStamper
from pyhanko.sign.timestamps.common_utils import TimestampRequestError

from nomination.signing.keys import CannotSign
from workflow.words import N_

PATIENCE = 10
"""Seconds for one answer: others wait for the database meanwhile."""

NO_STAMP = N_(
    "The time stamping authority did not answer as it should. Nothing was signed; try again in a few minutes."
)


def stamper_of(config: Mapping[str, Any]) -> TimeStamper | None:
    """Who says when something was signed; None when nobody but this server's clock does."""
    url = str(config.get("SIGNING_TIMESTAMP_URL") or "")
    return HTTPTimeStamper(url, timeout=PATIENCE) if url else None


@contextmanager
def in_words(stamper: TimeStamper | None) -> Iterator[None]:
    """Whatever an authority does wrong is one thing for who signs: no time, so no signature."""
    try:
        yield
    except TimestampRequestError as error:
        raise CannotSign(NO_STAMP) from error
    except (ValueError, TypeError) as error:
        if stamper is None:
            raise
        raise CannotSign(NO_STAMP) from error
