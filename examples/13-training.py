"""A hundred steps of gradient descent, written out: select the loop and step through it."""
import numpy as np

np.random.seed(0)
N, D_in, H, D_out = 8, 5, 4, 2
x, y = np.random.randn(N, D_in), np.random.randn(N, D_out)
w1, w2 = np.random.randn(D_in, H), np.random.randn(H, D_out)

# @grad loss wrt w1, w2
for t in range(100):
    h = 1 / (1 + np.exp(-x.dot(w1)))
    y_pred = h.dot(w2)
    loss = np.square(y_pred - y).sum()
    grad_y_pred = 2.0 * (y_pred - y)
    grad_w2 = h.T.dot(grad_y_pred)
    grad_h = grad_y_pred.dot(w2.T)
    grad_w1 = x.T.dot(grad_h * h * (1 - h))
    w1 = w1 - 1e-2 * grad_w1
    w2 = w2 - 1e-2 * grad_w2
