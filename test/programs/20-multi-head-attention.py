# @grad loss
# @at x: (2, 3, 4) = randn seed=1, Wq: (4, 4) = randn*0.5 seed=2, Wk: (4, 4) = randn*0.5 seed=3, Wv: (4, 4) = randn*0.5 seed=4, Wo: (4, 4) = randn*0.5 seed=5
import numpy as np

B, T, E = x.shape
H = 2
split = lambda y: y.reshape(B, T, H, E // H).transpose(0, 2, 1, 3)
q, k, v = split(x @ Wq), split(x @ Wk), split(x @ Wv)
att = q @ k.transpose(0, 1, 3, 2) / (E // H) ** 0.5
causal = np.tril(np.ones((T, T)))
att = np.where(causal == 0, -1e9, att)
att = np.exp(att - np.max(att, axis=-1, keepdims=True))
att = att / np.sum(att, axis=-1, keepdims=True)
y = (att @ v).transpose(0, 2, 1, 3).reshape(B, T, E) @ Wo
loss = (y ** 2).mean()
