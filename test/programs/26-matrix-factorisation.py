# @grad loss
# @at P: (3, 2) = rand seed=1, Q: (4, 2) = rand seed=2, bu: (3,) = randn*0.1 seed=3
import numpy as np

ratings = [(0, 1, 4.0), (1, 3, 2.5), (2, 0, 5.0), (0, 2, 1.0)]
mean = sum(r for _, _, r in ratings) / len(ratings)
error = 0
for u, i, r in ratings:
    pred = mean + bu[u] + np.dot(P[u, :], Q[i, :].T)
    error += pow(r - pred, 2)
    for k in range(P.shape[1]):
        error += 0.01 * (pow(P[u][k], 2) + pow(Q[i][k], 2))
loss = error
