# @grad loss
# @at x: (3, 4) = rand seed=1, We: (4, 4) = randn*0.5 seed=2, Wd: (2, 4) = randn*0.5 seed=3, eps: (3, 2) = randn seed=4
import numpy as np

h = x @ We
mu, logvar = h[:, :2], h[:, 2:]
z = mu + np.exp(0.5 * logvar) * eps
x_hat = 1 / (1 + np.exp(-z @ Wd))
reconstruction = -np.sum(x * np.log(x_hat) + (1 - x) * np.log(1 - x_hat), axis=1)
kl = -0.5 * np.sum(1 + logvar - mu ** 2 - np.exp(logvar), axis=1)
loss = np.mean(reconstruction + kl)
