# @grad loss
# @at W: (3, 4) = randn*0.4 seed=3, X: (4, 3) = randn seed=4, y = [3, 0, 1, 2]
import numpy as np

loss = 0
for i in range(X.shape[0]):
    f = X[i].dot(W)
    f -= np.max(f)
    p = np.exp(f) / np.sum(np.exp(f))
    loss += -np.log(p[y[i]])
loss /= X.shape[0]
