# @grad loss
# @at X: (5, 2) = randn seed=1, w: (2,) = randn seed=2, b = 0.3, t: (5,) = randn*2 seed=3
import numpy as np

delta = 1.0
r = X @ w + b - t
small = np.abs(r) <= delta
loss = np.where(small, 0.5 * r ** 2, delta * (np.abs(r) - 0.5 * delta)).mean()
