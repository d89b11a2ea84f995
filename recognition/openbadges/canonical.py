"""The canonical form of a JSON-LD document, and a process of its own to find that of strangers'.

RDF Dataset Canonicalization 1.0 (RDFC-1.0, which PyLD calls URDNA2015). It is exponential in the
worst case: eight blank nodes that all point to each other take PyLD over 25 s. What strangers send
is therefore canonicalised in a process that can be ended.
"""

import json
import math
import os
import re
import select
import subprocess
import sys
import threading
import time
import weakref
from collections.abc import Callable, Mapping
from typing import Any

from pyld import jsonld
from pyld.canon import URDNA2015

from recognition.openbadges.contexts import UnknownContext, context
from recognition.openbadges.reasons import NotCanonical, Reason
from recognition.openbadges.strict import checked

Canonicaliser = Callable[[Mapping[str, Any]], bytes]

BLANK_NODES = 1_000
EFFORT = 400_000  # on blank nodes that look the same: half a second
SECONDS = 1.5  # a document of the largest size we take is done in half of it
MEMORY_BYTES = 512 << 20  # of address space; 130 MiB of it are the interpreter and its libraries
START_SECONDS = 10.0
LENGTH_BYTES = 4  # before each frame between the two processes
# What a child runs: our own search path, whichever way we were started and installed.
CHILD = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]);"
    "from recognition.openbadges.canonical_child import serve;"
    "serve(int(sys.argv[2]), float(sys.argv[3]))"
)

# RFC 3987 without what N-Quads would have to escape: an address that holds ``>`` or a line break
# could write quads of its own.
_ADDRESS = re.compile(r'[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>"{}|\\^`\x7f]*\Z')
_BLANK = re.compile(r"_:[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?\Z")
_LANGUAGE = re.compile(r"[a-z]{1,8}(?:-[a-z0-9]{1,8})*\Z")
_TERM_CACHE: dict[str, Any] = {}  # of known contexts only, so it stays small
_processing = threading.Lock()  # PyLD keeps its contexts in caches that threads may not share


def canonicalise(document: Mapping[str, Any]) -> bytes:
    """The N-Quads of the document, sorted, in UTF-8: what is hashed and signed.

    Raises NotCanonical, also for anything that would be left out of them. Cost: about 3 ms for an
    award of 32 quads, but exponential in blank nodes that cannot be told apart: use
    CanonicaliserProcess for what was not written here.
    """
    ready = checked(document)
    options = _options()
    try:
        with _processing:
            dataset = _Strict().to_rdf(ready, options)
        quads: str = _Bounded().main(dataset, {"format": "application/n-quads"})
    except jsonld.JsonLdError as error:
        raise NotCanonical(Reason.MALFORMED, _code_of(error)) from error
    except RecursionError as error:
        raise NotCanonical(Reason.TOO_DEEP) from error
    if not quads:
        raise NotCanonical(Reason.MALFORMED, "nothing is said")
    return quads.encode()


def _options() -> dict[str, Any]:
    return {
        # None, not absent: an empty base would make http://example.org/base/ of it.
        "base": None,
        "documentLoader": _load,
        "contextResolver": jsonld.ContextResolver(_TERM_CACHE, _load),
    }


def _load(url: str, options: Mapping[str, Any]) -> dict[str, Any]:
    try:
        document = context(url)
    except UnknownContext as error:
        raise NotCanonical(Reason.UNKNOWN_CONTEXT, url) from error
    return {
        "contentType": "application/ld+json",
        "contextUrl": None,
        "documentUrl": url,
        "document": document,
        "tag": "static",  # so that PyLD works it out once
    }


def _undefined(name: str | None) -> None:
    raise NotCanonical(Reason.UNDEFINED_TERM, name or "")


class _Strict(jsonld.JsonLdProcessor):  # type: ignore[misc]
    """PyLD's processor, stopped where it would leave something out."""

    def __init__(self) -> None:
        super().__init__(on_property_dropped=_undefined)

    def expand(self, input_: Any, options: dict[str, Any]) -> list[Any]:
        expanded: list[Any] = super().expand(input_, options)
        _check(expanded)
        return expanded


class _Bounded(URDNA2015):  # type: ignore[misc]
    """PyLD's canonicalisation, stopped when it has tried too many orders (RDFC-1.0, 7.1: dataset
    poisoning). Counted, not timed: the same document has the same answer on a busy machine."""

    def __init__(self) -> None:
        super().__init__()
        self._left = EFFORT

    def create_hash_to_related(self, id_: str, issuer: Any) -> dict[str, list[str]]:
        related: dict[str, list[str]] = super().create_hash_to_related(id_, issuer)
        orders = sum(math.factorial(min(len(same), 10)) for same in related.values())
        self._left -= orders * (10 + len(issuer.order))  # each copies the names given so far
        if self._left < 0:
            raise NotCanonical(Reason.TOO_LONG)
        return related


def _code_of(error: jsonld.JsonLdError) -> str:
    """What JSON-LD calls the fault; PyLD wraps the error that knows it."""
    while error.code is None and isinstance(error.__cause__, jsonld.JsonLdError):
        error = error.__cause__
    return str(error.code or "")


def _check(expanded: list[Any]) -> None:
    """Every address is whole, and there are few enough nodes without one."""
    blank = 0
    waiting: list[Any] = [expanded]
    while waiting:
        each = waiting.pop()
        if isinstance(each, list):
            waiting += each
        elif isinstance(each, dict):
            if "@value" in each:
                _check_value(each)
                continue
            for type_ in each.get("@type", ()):
                if not _is_address(type_):
                    raise NotCanonical(Reason.UNDEFINED_TYPE, str(type_))
            if "@id" in each and not _is_address(each["@id"]):
                raise NotCanonical(Reason.RELATIVE_ADDRESS, str(each["@id"]))
            if str(each.get("@id", "_:")).startswith("_:"):
                blank += 1
            waiting += [value for name, value in each.items() if name not in {"@id", "@type"}]
    if blank > BLANK_NODES:
        raise NotCanonical(Reason.TOO_MANY_NODES)


def _check_value(value: dict[str, Any]) -> None:
    if not _LANGUAGE.match(value.get("@language", "fr")):
        raise NotCanonical(Reason.VALUE, "@language")


def _is_address(value: Any) -> bool:
    return isinstance(value, str) and bool(_ADDRESS.match(value) or _BLANK.match(value))


class CanonicaliserProcess:
    """Canonicalises what strangers send, in processes that are ended when they take too long.

    They are started when first needed (0.3 s each) and kept warm; one that was ended is replaced at
    once. To be shared by all threads of a process. `close` it, or let the interpreter's end do it.
    """

    def __init__(self, *, seconds: float = SECONDS, workers: int = 2) -> None:
        """`seconds` is the time one document may take, on a clock."""
        self._seconds = seconds
        self._workers = workers
        self._begin()

    def canonicalise(self, document: Mapping[str, Any]) -> bytes:
        """What `canonicalise` says, or raises NotCanonical (`json_ld.too_long`) in its place.

        It takes three times `seconds` at the very most, two of which waiting while other documents
        are at it.
        """
        request = json.dumps(checked(document)).encode()
        child = self._take()
        try:
            answer = json.loads(child.ask(request, self._seconds))
        except _Ended as ended:
            child.kill()
            raise NotCanonical(Reason.TOO_LONG) from ended
        finally:
            self._give_back(child)
        if "quads" in answer:
            quads: str = answer["quads"]
            return quads.encode()
        raise NotCanonical(Reason(answer["reason"]), answer["detail"])

    def close(self) -> None:
        """End the processes. Nothing can be asked afterwards."""
        with self._free:
            self._closed = True
            self._idle.clear()
            self._free.notify_all()
        self._finalizer()

    def _begin(self) -> None:
        self._process = os.getpid()
        self._free = threading.Condition()
        self._idle: list[_Child] = []
        self._closed = False
        self._children: set[_Child] = set()
        self._finalizer = weakref.finalize(self, _end_all, self._children, self._process)

    def _take(self) -> "_Child":
        if self._process != os.getpid():  # forked: those children answer to the parent
            for child in self._children:
                child.disown()
            self._finalizer.detach()
            self._begin()
        with self._free:
            if not self._free.wait_for(self._may_take, timeout=2 * self._seconds):
                raise NotCanonical(Reason.TOO_LONG)
            if self._closed:
                raise RuntimeError("the canonicaliser was closed")
            if self._idle and self._idle[-1].is_alive():
                return self._idle.pop()
            if self._idle:
                self._bury(self._idle.pop())
            return self._start()

    def _may_take(self) -> bool:
        return self._closed or bool(self._idle) or len(self._children) < self._workers

    def _start(self) -> "_Child":
        child = _Child(self._seconds)
        self._children.add(child)
        return child

    def _bury(self, child: "_Child") -> None:
        child.end()
        self._children.discard(child)

    def _give_back(self, child: "_Child") -> None:
        with self._free:
            if self._closed:
                child.end()
            elif child.is_alive():
                self._idle.append(child)
            else:
                self._bury(child)
                self._idle.append(self._start())  # warm before the next one comes
            self._free.notify()


class _Ended(Exception):
    """The process is no more, or had to be given up."""


class _Child:
    """One process and the pipes to it. Of one thread at a time."""

    def __init__(self, seconds: float) -> None:
        words = [sys.executable, "-c", CHILD, json.dumps(sys.path), str(MEMORY_BYTES)]
        self._process = subprocess.Popen(  # noqa: S603  # our own code, our own interpreter
            [*words, str(seconds + 1)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            bufsize=0,
            env={},  # it reads hostile text: it knows no secret of ours
            start_new_session=True,  # Ctrl+C in a terminal is for us alone
        )
        assert self._process.stdin
        assert self._process.stdout
        self._in, self._out = self._process.stdin, self._process.stdout
        os.set_blocking(self._in.fileno(), False)
        self._is_ready = False

    def is_alive(self) -> bool:
        return self._process.poll() is None

    def ask(self, request: bytes, seconds: float) -> bytes:
        """The answer to one request. Raises _Ended; the child is then good for nothing."""
        if not self._is_ready:
            self._receive(time.monotonic() + START_SECONDS)
            self._is_ready = True
        deadline = time.monotonic() + seconds
        self._send(len(request).to_bytes(LENGTH_BYTES) + request, deadline)
        return self._receive(deadline)

    def kill(self) -> None:
        self._process.kill()
        self._process.wait()

    def end(self) -> None:
        self.kill()
        self._in.close()
        self._out.close()

    def disown(self) -> None:
        """Close our copies of the pipes of a process that is the child of another."""
        self._process.returncode = 0
        self._in.close()
        self._out.close()

    def _send(self, content: bytes, deadline: float) -> None:
        left = memoryview(content)
        while left:
            self._wait(self._in.fileno(), select.POLLOUT, deadline)
            try:
                left = left[os.write(self._in.fileno(), left) :]
            except OSError as error:
                raise _Ended from error

    def _receive(self, deadline: float) -> bytes:
        length = int.from_bytes(self._read(LENGTH_BYTES, deadline))
        return self._read(length, deadline)

    def _read(self, length: int, deadline: float) -> bytes:
        content = b""
        while len(content) < length:
            self._wait(self._out.fileno(), select.POLLIN, deadline)
            chunk = os.read(self._out.fileno(), length - len(content))
            if not chunk:
                raise _Ended
            content += chunk
        return content

    def _wait(self, descriptor: int, event: int, deadline: float) -> None:
        poll = select.poll()
        poll.register(descriptor, event)
        if not poll.poll(max(0.0, deadline - time.monotonic()) * 1000):
            raise _Ended


def _end_all(children: set[_Child], process: int) -> None:
    if process != os.getpid():
        return
    for child in children:
        child.end()
    children.clear()
