"""The process that canonicalises what strangers send: frames in, frames out, nothing else.

A frame is its length in 4 bytes, then JSON. It begins by sending an empty frame, once all is
imported; it ends when its input does, and by itself when one document takes it too long, so it
outlives its parent by no more than that.
"""

import json
import resource
import signal
import sys
from typing import Any, BinaryIO

from recognition.openbadges.canonical import LENGTH_BYTES, canonicalise
from recognition.openbadges.reasons import NotCanonical, Reason


def serve(memory: int, seconds: float) -> None:
    """Answer until the input ends. `memory` is in bytes of address space."""
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    # The default action ends the process, even in the middle of a computation.
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    write(sys.stdout.buffer, b"")
    while (request := read(sys.stdin.buffer)) is not None:
        signal.setitimer(signal.ITIMER_REAL, seconds)
        answer = json.dumps(_answer(json.loads(request))).encode()
        signal.setitimer(signal.ITIMER_REAL, 0)
        write(sys.stdout.buffer, answer)


def _answer(document: Any) -> dict[str, str]:
    try:
        return {"quads": canonicalise(document).decode()}
    except NotCanonical as refusal:
        return {"reason": refusal.reason.value, "detail": refusal.detail}
    except (MemoryError, RecursionError):
        return {"reason": Reason.TOO_LARGE.value, "detail": ""}
    except Exception as error:  # PyLD breaks in many ways on what is odd enough; we go on
        return {"reason": Reason.MALFORMED.value, "detail": type(error).__name__}


def read(stream: BinaryIO) -> bytes | None:
    head = stream.read(LENGTH_BYTES)
    return stream.read(int.from_bytes(head)) if len(head) == LENGTH_BYTES else None


def write(stream: BinaryIO, content: bytes) -> None:
    stream.write(len(content).to_bytes(LENGTH_BYTES) + content)
    stream.flush()
