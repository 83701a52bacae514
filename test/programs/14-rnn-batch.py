# @grad loss
# @at x: (2, 3, 4) = randn seed=1, h0: (2, 5) = randn seed=2, Wx: (4, 5) = randn*0.5 seed=3, Wh: (5, 5) = randn*0.5 seed=4, b: (5,) = randn seed=5
import numpy as np

N, T, D = x.shape
H = h0.shape[1]
h = np.zeros((N, T, H))
prev = h0
for t in range(T):
    prev = np.tanh(x[:, t, :].dot(Wx) + prev.dot(Wh) + b)
    h[:, t, :] = prev
loss = np.sum(h ** 2)
