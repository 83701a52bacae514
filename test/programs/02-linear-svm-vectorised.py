# @grad loss
# @at W: (4, 3) = randn*0.3 seed=1, X: (5, 4) = randn seed=2, y = [0, 2, 1, 1, 0], reg = 0.05
import numpy as np

scores = X.dot(W)
rows = np.arange(X.shape[0])
correct = scores[rows, y].reshape(-1, 1)
margins = np.maximum(0, scores - correct + 1)
margins[rows, y] = 0
loss = margins.sum() / X.shape[0]
loss += reg * np.sum(W ** 2)
