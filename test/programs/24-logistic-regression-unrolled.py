# @grad loss
# @at X: (6, 2) = randn seed=1, w: (2,) = randn seed=2, lr = 0.3
import numpy as np

t = np.array([1, 0, 1, 1, 0, 0])
for step in range(3):
    p = 1 / (1 + np.exp(-X.dot(w)))
    grad = X.T.dot(p - t) / len(t)
    w = w - lr * grad
p = 1 / (1 + np.exp(-X.dot(w)))
loss = -np.mean(t * np.log(p) + (1 - t) * np.log(1 - p))
