# @grad loss
# @at v: (4,) = randn seed=1, U: (6, 4) = randn seed=2
import numpy as np


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


positive = 1
negatives = [0, 3, 3, 5]
loss = -np.log(sigmoid(U[positive].dot(v)))
for k in negatives:
    loss -= np.log(sigmoid(-U[k].dot(v)))
