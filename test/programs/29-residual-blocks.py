# @grad loss
# @at x: (2, 4) = randn seed=1, W: (3, 4, 4) = randn*0.3 seed=2, b: (3, 4) = randn*0.1 seed=3
import numpy as np


def block(x, W, b):
    return x + np.maximum(0.0, x.dot(W) + b)


layers = list(zip(W, b))
for Wl, bl in layers:
    x = block(x, Wl, bl)
loss = np.linalg.norm(x)
