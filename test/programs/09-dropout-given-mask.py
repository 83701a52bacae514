# @grad loss
# @at x: (3, 4) = randn seed=1, W: (4, 2) = randn seed=2
import numpy as np

p = 0.7
np.random.seed(123)
mask = (np.random.rand(*x.shape) < p) / p
h = np.tanh(x * mask)
loss = np.mean(h.dot(W) ** 2)
