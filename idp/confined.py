"""The child program that opens hostile files: `python -m idp.confined` reads requests on stdin and answers on stdout, one at a time.

It has no secrets, no network where the system allows that, and little to break; its parent (idp.reading.confinement) watches
its time and memory and replaces it. Whatever libraries print goes to stderr, so that it cannot be taken for an answer.
"""

from __future__ import annotations

import ctypes
import faulthandler
import os
import resource
import sys
import threading
import time
import traceback
from typing import BinaryIO

from idp.domain.errors import DocumentRefused, NotFound, ToolUnavailable
from idp.ports import Limits
from idp.reading import protocol
from idp.reading.engines import Progress
from idp.reading.file import read_file, render_page, reread

_OPEN_FILES = 256
_LARGEST_WRITE = 1_000_000_000  # bytes; the engines' temporary pictures are far smaller
_NEW_NETWORK, _NEW_USER = 0x40000000, 0x10000000  # CLONE_NEWNET, CLONE_NEWUSER of <sched.h>
_NO_NEW_PRIVILEGES = 38  # PR_SET_NO_NEW_PRIVS of <sys/prctl.h>
_PARENT_POLL_SECONDS = 1.0
_CPU_MARGIN_SECONDS = 60


def main() -> int:
    """Answers requests until stdin ends."""
    requests, answers = _private_channel()
    _confine()
    _end_with_parent()
    faulthandler.enable()
    while (request := protocol.read_frame(requests)) is not None:
        _send(answers, *_answer(*request, answers))
    return 0


def _send(answers: BinaryIO, header: bytes, body: bytes = b"") -> None:
    answers.write(protocol.frame(header, body))
    answers.flush()


def _private_channel() -> tuple[BinaryIO, BinaryIO]:
    """The pipes to the parent; descriptors 0 and 1 are led elsewhere, where libraries may read and print."""
    requests = os.fdopen(os.dup(0), "rb", buffering=1 << 20)
    answers = os.fdopen(os.dup(1), "wb", buffering=1 << 20)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.dup2(2, 1)
    sys.stdout = sys.stderr
    return requests, answers


def _confine() -> None:
    """Limits of this process; those that the system refuses are left out, the parent's watch does not depend on them."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (_OPEN_FILES, _OPEN_FILES))
    resource.setrlimit(resource.RLIMIT_FSIZE, (_LARGEST_WRITE, _LARGEST_WRITE))
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    if libc.unshare(_NEW_NETWORK) != 0:
        libc.unshare(_NEW_USER | _NEW_NETWORK)


def _end_with_parent() -> None:
    """Ends this process when its parent is gone, even in the middle of a long page.

    PR_SET_PDEATHSIG would not do: it fires when the *thread* that started us ends.
    """
    parent = os.getppid()

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(_PARENT_POLL_SECONDS)
        os._exit(0)

    threading.Thread(target=watch, name="parent-watch", daemon=True).start()


def _answer(header: bytes, content: bytes, answers: BinaryIO) -> tuple[bytes, bytes]:
    """The answer's header and body; finished pages are announced before it. What goes wrong with a file is an answer too."""
    call = protocol.decode_header(header)
    limits = protocol.decode_limits(str(call["limits"]))
    _limit_document(limits)
    try:
        return _call(call, content, limits, lambda index: _send(answers, protocol.encode_progress(index)))
    except DocumentRefused as exc:
        return _trouble("refused", str(exc), exc.code), b""
    except NotFound as exc:
        return _trouble("not_found", str(exc)), b""
    except ToolUnavailable as exc:
        return _trouble("tool", str(exc)), b""
    except MemoryError:
        return _trouble("refused", "The file needs too much memory to be read.", "ING-SIZE"), b""
    except Exception as exc:  # noqa: BLE001 - the request edge: whatever a library makes of a broken file concerns this file alone
        traceback.print_exc()
        return _trouble("broken", type(exc).__name__), b""


def _call(call: protocol.Header, content: bytes, limits: Limits, progress: Progress) -> tuple[bytes, bytes]:
    match call["call"]:
        case "read":
            reading = read_file(content, name=str(call["name"]), limits=limits, progress=progress)
            return protocol.encode_reading(reading)
        case "unpack":
            from idp.intake.unpack import FileUnpacker  # noqa: PLC0415 - a child that reads pages needs none of its libraries

            return protocol.encode_parcel(FileUnpacker().unpack(content, name=str(call["name"])))
        case "render":
            return b"{}", render_page(content, int(call["page_index"]), int(call["dpi"]), limits=limits)
        case "reread":
            box = protocol.decode_box(str(call["box"]))
            return protocol.encode_words(reread(content, int(call["page_index"]), box, limits=limits)), b""
        case "compose":
            from idp.reading.composition import compose  # noqa: PLC0415 - loads the image libraries

            files = protocol.decode_files(str(call["sizes"]), content)
            return b"{}", compose(files, protocol.decode_pages(str(call["pages"])), limits=limits)
        case other:
            raise ValueError(f"no such call: {other}")


def _trouble(kind: str, message: str, code: str = "") -> bytes:
    return protocol.encode_header({"error": kind, "message": message, "code": code})


def _limit_document(limits: Limits) -> None:
    """CPU time and memory for this one document: an orphan stuck in a library ends by itself, a sudden huge request fails here.

    The parent's watch is the real limit on memory and counts what is in use; this one counts what was asked for.
    """
    used = resource.getrusage(resource.RUSAGE_SELF)
    allowed = int(used.ru_utime + used.ru_stime + protocol.most_seconds(limits)) + _CPU_MARGIN_SECONDS
    resource.setrlimit(resource.RLIMIT_CPU, (allowed, resource.RLIM_INFINITY))
    resource.setrlimit(resource.RLIMIT_DATA, (2 * limits.memory_bytes, resource.RLIM_INFINITY))


if __name__ == "__main__":
    sys.exit(main())
