# @grad loss
# @at dout: (4, 3) = randn seed=1
import numpy as np

x = np.array([0, 2, 2, 1])
dW = np.zeros((5, 3))
np.add.at(dW, x, dout)
loss = np.sum(dW ** 2)
