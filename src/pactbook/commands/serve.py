"""`pactbook serve`: preview the site while data and templates are edited."""

import argparse
import logging
import sys
import threading

from pactbook.commands import config_argument

NAME, HELP = "serve", "preview the reports in a browser; open pages follow what you save"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument("--port", type=int, default=8000, help="where to answer on this machine (default: 8000)")
    config_argument(parser)


def run(chosen: argparse.Namespace) -> int:
    """Serve until interrupted; 1 if the port is taken or the config cannot be used."""
    from pactbook.preview.server import HERE, Preview, serve
    from pactbook.preview.workshop import PreviewError, Workshop

    logging.basicConfig(format="%(message)s")
    stop = threading.Event()
    try:
        preview = Preview(Workshop(chosen.config))
        server = serve(preview, chosen.port, stop)
    except (OSError, OverflowError) as error:
        print(f"pactbook serve: port {chosen.port}: {error}; --port takes another one, 0 a free one", file=sys.stderr)
        return 1
    except PreviewError as error:
        print(f"pactbook serve: {error}", file=sys.stderr)
        return 1
    print(
        f"http://{HERE}:{server.server_address[1]}/ shows what is saved; it writes nothing. Ctrl-C ends it.", flush=True
    )
    try:
        preview.saved()
        stop.wait()
    except KeyboardInterrupt:
        print()
    finally:
        stop.set()
        server.shutdown()
    return 0
