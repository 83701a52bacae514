# @grad loss
# @at emb: (5, 3) = randn seed=1, W: (3, 2) = randn seed=2
import numpy as np

sentences = [[0, 2, 2], [4], [1, 3, 0, 0]]
labels = [1, 0, 1]
losses = []
for words, label in zip(sentences, labels):
    bag = np.mean(emb[words], axis=0)
    s = bag @ W
    log_p = s - np.log(np.sum(np.exp(s)))
    losses.append(-log_p[label])
loss = sum(losses) / len(losses)
