# @grad loss
# @at W: (3, 4) = randn*0.4 seed=3, X: (4, 3) = randn seed=4, y = [3, 0, 1, 2], reg = 0.1
import numpy as np

num_train = X.shape[0]
f = X @ W
f = f - f.max(axis=1, keepdims=True)
sum_f = np.exp(f).sum(axis=1, keepdims=True)
p = np.exp(f) / sum_f
loss = np.sum(-np.log(p[np.arange(num_train), y])) / num_train + 0.5 * reg * np.sum(W * W)
