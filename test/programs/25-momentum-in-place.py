# @grad loss
# @at w: (3,) = randn seed=1, A: (3, 3) = randn seed=2, mu = 0.9
import numpy as np

v = np.zeros_like(w)
w = w.copy()
for _ in range(3):
    g = A.T.dot(A.dot(w))
    v *= mu
    v -= 0.05 * g
    w += v
loss = 0.5 * np.sum(A.dot(w) ** 2)
