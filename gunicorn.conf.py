"""How gunicorn serves the site; `make run` and the container both read this. Variables: docs/operations.md."""

import gc
import os
from typing import Any

bind = os.environ.get("BIND", "127.0.0.1:8000").split(",")
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))

# Threads, because a browser opens connections ahead of need, and each would hold a whole synchronous worker.
worker_class = "gthread"
threads = 4

timeout = 30  # seconds without a sign of life before a worker is replaced
graceful_timeout = 10

# Leaks, if any, end with the worker that has them; the jitter keeps workers from ending together.
max_requests = 10_000
max_requests_jitter = 1_000

# The heartbeat file must be in memory: on a busy disk a worker looks dead while it waits.
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None  # noqa: PTH112, S108

control_socket_disable = True
accesslog = None  # addresses of visitors are personal data; a proxy in front may log what its policy allows
loglevel = os.environ.get("GUNICORN_LOG_LEVEL", "info")


def post_worker_init(worker: Any) -> None:
    """What is loaded now stays loaded: without it to look through, a full collection takes a tenth of the time."""
    gc.collect()
    gc.freeze()
