"""Times the array benchmark in NumPy or in PyTorch, named by the first argument: prints one line per task with its name, the fastest run in milliseconds
and what was computed. With a second argument it prints the library's version alone."""
import sys
import time

import numpy as np

library = sys.argv[1]


def filled(*shape):
    return np.sin(np.arange(np.prod(shape))).reshape(shape)


def net(x, w1, w2):
    a = x @ w1
    h = np.maximum(0, a)
    y = h @ w2
    loss = np.sum(y * y)
    dy = 2 * y
    dw2 = h.T @ dy
    da = (dy @ w2.T) * (a > 0)
    dw1 = x.T @ da
    return loss + dw1[0, 0] + dw2[0, 0]


def matvec(w, x):
    y = w @ x
    loss = np.sum(y * y)
    dy = 2 * y
    dw = np.outer(dy, x)
    dx = w.T @ dy
    return loss + dw[0, 0] + dx[0]


def relu(x):
    y = np.maximum(0, x)
    loss = np.sum(y)
    dx = np.where(x > 0, 1.0, 0.0)
    return loss + dx[0, 1]


if library == "torch":
    import torch

    torch.set_num_threads(1)

    def differentiated(target, wanted):
        def run(*values):
            for value in values:
                value.grad = None
            loss = target(*values)
            loss.backward()
            return loss.item() + sum(values[i].grad.reshape(-1)[entry].item() for i, entry in wanted)

        return run

    def leaves(wanted, *values):
        return [torch.from_numpy(value).requires_grad_(i in [j for j, _ in wanted]) for i, value in enumerate(values)]

    net = differentiated(lambda x, w1, w2: ((torch.relu(x @ w1) @ w2) ** 2).sum(), [(1, 0), (2, 0)])
    matvec = differentiated(lambda w, x: ((w @ x) ** 2).sum(), [(0, 0), (1, 0)])
    relu = differentiated(lambda x: torch.relu(x).sum(), [(0, 1)])
    name = "PyTorch " + torch.__version__
else:
    name = "NumPy " + np.__version__
    try:
        name += " (" + np.show_config(mode="dicts")["Build Dependencies"]["blas"]["name"] + ")"
    except TypeError:
        # Older versions only print.
        name += " (the system's BLAS)"

if len(sys.argv) > 2:
    print(name)
    sys.exit()

TASKS = {
    "net": (net, [(1, 0), (2, 0)], filled(64, 1000), filled(1000, 100), filled(100, 10)),
    "matvec": (matvec, [(0, 0), (1, 0)], filled(4096, 4096), filled(4096)),
    "relu": (relu, [(0, 1)], filled(100, 4096)),
}
for name, (run, wanted, *values) in TASKS.items():
    if library == "torch":
        values = leaves(wanted, *values)
    fastest = float("inf")
    end = time.perf_counter() + 1.2
    runs = 0
    while runs < 6 or time.perf_counter() < end:
        start = time.perf_counter()
        outcome = run(*values)
        fastest = min(fastest, time.perf_counter() - start)
        runs += 1
    print(name, fastest * 1e3, repr(float(outcome)))
