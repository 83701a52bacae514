"""A two-layer network in about twenty lines, with gradients written by hand, trained by gradient descent."""
import numpy as np
from numpy.random import randn

N, D_in, H, D_out = 64, 1000, 100, 10
np.random.seed(0)
x, y = randn(N, D_in), randn(N, D_out)
w1, w2 = randn(D_in, H), randn(H, D_out)

# One step of it, with the hand-written gradients claimed to be the true ones.
# @grad loss wrt w1, w2
h = 1 / (1 + np.exp(-x.dot(w1)))
y_pred = h.dot(w2)
loss = np.square(y_pred - y).sum()

grad_y_pred = 2.0 * (y_pred - y)
grad_w2 = h.T.dot(grad_y_pred)
grad_h = grad_y_pred.dot(w2.T)
grad_w1 = x.T.dot(grad_h * h * (1 - h))
