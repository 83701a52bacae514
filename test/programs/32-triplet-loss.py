# @grad loss
# @at a: (4, 3) = randn seed=1, p: (4, 3) = randn seed=2, n: (4, 3) = randn seed=3
import numpy as np


def normalize(x):
    return x / np.sqrt((x ** 2).sum(axis=1, keepdims=True))


a, p, n = map(normalize, (a, p, n))
ap = ((a - p) ** 2).sum(1)
an = ((a - n) ** 2).sum(1)
loss = np.maximum(ap - an + 0.2, 0).mean()
