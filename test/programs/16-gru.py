# @grad loss
# @at x: (3, 4) = randn seed=1, W: (4, 9) = randn*0.5 seed=2, U: (3, 9) = randn*0.5 seed=3
import numpy as np

sigmoid = lambda z: 1 / (1 + np.exp(-z))
h = np.zeros(3)
for t in range(len(x)):
    xz, xr, xn = np.split(x[t] @ W, 3)
    hz, hr, hn = np.split(h @ U, 3)
    z, r = sigmoid(xz + hz), sigmoid(xr + hr)
    n = np.tanh(xn + r * hn)
    h = (1 - z) * n + z * h
loss = h.sum()
