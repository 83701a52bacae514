# @grad loss
# @at x: (6,) = randn seed=1, mu: (2,) = randn seed=2, log_sigma: (2,) = randn*0.3 seed=3, logits: (2,) = randn seed=4
import numpy as np

pi = np.exp(logits) / np.exp(logits).sum()
sigma = np.exp(log_sigma)
density = np.exp(-0.5 * ((x[:, None] - mu[None, :]) / sigma) ** 2) / (sigma * np.sqrt(2 * np.pi))
loss = -np.sum(np.log((pi * density).sum(axis=1)))
