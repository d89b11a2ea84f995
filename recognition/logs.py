"""Structured logs: one JSON object a line, newlines escaped (requirement H5)."""

import logging
import sys

import structlog


def configure(*, pretty: bool) -> None:
    """Log to standard error: as JSON, or readable while developing."""
    renderer: structlog.typing.Processor = (
        structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)
        if pretty
        else structlog.processors.JSONRenderer()
    )
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info if not pretty else _as_it_is,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=_to_standard_error,
    )


def _as_it_is(
    _logger: object, _method: str, event: structlog.typing.EventDict
) -> structlog.typing.EventDict:
    return event


def _to_standard_error(*_: object) -> structlog.PrintLogger:
    """Wherever standard error leads at that moment."""
    return structlog.PrintLogger(sys.stderr)
