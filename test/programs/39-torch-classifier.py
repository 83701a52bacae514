# @grad loss
# @at x: (3, 4) = randn seed=1, W1: (5, 4) = randn seed=2, b1: (5,) = randn seed=3, W2: (2, 5) = randn seed=4, b2: (2,) = randn seed=5, target = [1, 0, 1]
import torch
import torch.nn.functional as F

h = F.relu(F.linear(x, W1, b1))
h = F.layer_norm(h, (5,))
logits = torch.addmm(b2, h, W2.t())
loss = F.cross_entropy(logits, target) + 0.01 * sum((p ** 2).sum() for p in (W1, W2))
