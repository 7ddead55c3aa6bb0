"""The warm workers: processes that load WeasyPrint, fonts and templates once, then render any number of reports."""

import logging
import multiprocessing
import os
import threading
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any


def run(function: Callable[..., None], *arguments: Any, log: str, workers: int) -> None:
    """Run one render job in a warm worker and wait for it.

    Args:
        function: a function of this package, found by its name in the worker.
        *arguments: what it takes.
        log: file that receives what the job logs.
        workers: processes to keep; the first call decides.

    Raises:
        Exception: whatever the job raises, after it has been logged.
    """
    _pool(workers).submit(_logged, function, arguments, Path(log)).result()


@cache
def _pool(workers: int) -> ProcessPoolExecutor:
    context = multiprocessing.get_context("spawn")  # a fork of a process with threads can hang
    return ProcessPoolExecutor(max_workers=workers, mp_context=context, initializer=_leave_with_parent)


def _leave_with_parent() -> None:
    """End this worker when Snakemake ends, even when it was killed."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_exit_after, args=(parent,), daemon=True).start()


def _exit_after(parent: BaseProcess) -> None:
    parent.join()
    os._exit(1)


def _logged(function: Callable[..., None], arguments: tuple[Any, ...], log: Path) -> None:
    log.parent.mkdir(parents=True, exist_ok=True)
    handler = logging.FileHandler(log, mode="w", encoding="utf-8")
    handler.setFormatter(logging.Formatter("%(levelname)s %(name)s: %(message)s"))
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    logging.getLogger("fontTools").setLevel(logging.WARNING)
    try:
        function(*arguments)
        root.info("%s: done", function.__name__)
    except Exception as error:
        root.error("%s: %s", function.__name__, error)
        raise
    finally:
        root.removeHandler(handler)
        handler.close()
