# @grad nll
# @at X: (8, 3) = randn seed=3
import numpy as np
from scipy.special import logsumexp
from scipy.stats import multivariate_normal

X = X @ np.diag([2.0, 1.0, 0.3])
# PCA
Xc = X - X.mean(axis=0)
cov = Xc.T @ Xc / (len(X) - 1)
eigvals, eigvecs = np.linalg.eigh(cov)
order = np.argsort(eigvals)[::-1]
eigvals, eigvecs = eigvals[order], eigvecs[:, order]
Z = Xc @ eigvecs[:, :2]
explained = eigvals[:2].sum() / eigvals.sum()
# k-means, two steps
centers = Z[:2].copy()
for _ in range(2):
    d2 = ((Z[:, None, :] - centers[None]) ** 2).sum(-1)
    assign = d2.argmin(axis=1)
    for k in range(2):
        if np.any(assign == k):
            centers[k] = Z[assign == k].mean(axis=0)
# mixture log-likelihood
pi = np.array([0.4, 0.6])
covs = np.stack([np.eye(2) * 0.8, np.array([[1.0, 0.2], [0.2, 0.5]])])
log_p = np.empty((len(Z), 2))
for k in range(2):
    diff = Z - centers[k]
    L = np.linalg.cholesky(covs[k])
    sol = np.linalg.solve(L, diff.T)
    log_p[:, k] = np.log(pi[k]) - 0.5 * (np.sum(sol ** 2, axis=0) + 2 * np.log(np.diag(L)).sum() + 2 * np.log(2 * np.pi))
ll = logsumexp(log_p, axis=1).sum()
check = multivariate_normal.logpdf(Z, centers[0], covs[0]).sum()
resp = np.exp(log_p - logsumexp(log_p, axis=1, keepdims=True))
nll = -ll + 0.01 * explained
