"""The warm workers: processes that load WeasyPrint, fonts and templates once, then render any number of reports."""

import gc
import logging
import multiprocessing
import os
import threading
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

_making = threading.Lock()
_pools: dict[int, ProcessPoolExecutor] = {}


def run(function: Callable[..., None], *arguments: Any, log: str, workers: int) -> None:
    """Run one render job in a warm worker and wait for it.

    Args:
        function: a function of this package, found by its name in the worker.
        *arguments: what it takes.
        log: file that receives what the job logs.
        workers: processes to keep.

    Raises:
        Exception: whatever the job raises, after it has been logged; BrokenProcessPool if it kills its worker twice.
    """
    pool = _pool(workers)
    try:
        pool.submit(_logged, function, arguments, Path(log)).result()
    except BrokenProcessPool:  # a worker was killed, for want of memory perhaps; its jobs get a second try
        _pool(workers, broken=pool).submit(_logged, function, arguments, Path(log)).result()


def _pool(workers: int, broken: ProcessPoolExecutor | None = None) -> ProcessPoolExecutor:
    """The pool that all jobs share: made when the first job asks, made anew when the one in use is broken."""
    with _making:  # jobs run as threads
        if _pools.get(workers) is broken:
            context = multiprocessing.get_context("spawn")  # a fork of a process with threads can hang
            _pools[workers] = ProcessPoolExecutor(workers, context, initializer=_begin)
        return _pools[workers]


def _begin() -> None:
    """Start a worker: it ends when Snakemake ends, even when that was killed; it looks for garbage between jobs alone.

    (While a report is drawn there is next to no garbage, and looking for it takes a quarter of the time.)
    """
    gc.disable()
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
        gc.collect()
