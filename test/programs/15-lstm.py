# @grad loss
# @at x: (2, 3, 2) = randn seed=1, h0: (2, 3) = randn seed=2, Wx: (2, 12) = randn*0.5 seed=3, Wh: (3, 12) = randn*0.5 seed=4, b: (12,) = randn seed=5
import numpy as np


def sigmoid(x):
    return 1.0 / (1.0 + np.exp(-x))


def lstm_step_forward(x, prev_h, prev_c, Wx, Wh, b):
    H = prev_h.shape[1]
    a = x.dot(Wx) + prev_h.dot(Wh) + b
    i = sigmoid(a[:, :H])
    f = sigmoid(a[:, H:2 * H])
    o = sigmoid(a[:, 2 * H:3 * H])
    g = np.tanh(a[:, 3 * H:])
    next_c = f * prev_c + i * g
    next_h = o * np.tanh(next_c)
    return next_h, next_c, (i, f, o, g)


h, c = h0, np.zeros_like(h0)
hs = []
for t in range(x.shape[1]):
    h, c, _ = lstm_step_forward(x[:, t], h, c, Wx, Wh, b)
    hs.append(h)
loss = np.sum(np.stack(hs, axis=1)) + np.sum(c * c)
