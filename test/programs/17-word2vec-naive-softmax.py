# @grad loss
# @at center: (4,) = randn seed=1, outside: (5, 4) = randn seed=2
import numpy as np


def softmax(x):
    x = x - np.max(x)
    e = np.exp(x)
    return e / np.sum(e)


outside_index = 3
y_hat = softmax(np.dot(outside, center))
loss = -np.log(y_hat[outside_index])
