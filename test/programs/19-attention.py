# @grad loss
# @at Q: (3, 4) = randn seed=1, K: (5, 4) = randn seed=2, V: (5, 2) = randn seed=3
import numpy as np

d_k = Q.shape[-1]
scores = Q @ K.T / np.sqrt(d_k)
scores = scores - scores.max(axis=-1, keepdims=True)
weights = np.exp(scores)
weights /= weights.sum(axis=-1, keepdims=True)
loss = np.sum((weights @ V) ** 2)
