# @grad loss
# @at E: (7, 4) = randn seed=2
import numpy as np
from math import sqrt


def softmax(x, axis=-1):
    e_x = np.exp(x - x.max(axis=axis, keepdims=True))
    return e_x / e_x.sum(axis=axis, keepdims=True)


def layer_norm(x, g, b, eps=1e-5):
    mean = np.mean(x, axis=-1, keepdims=True)
    variance = np.var(x, axis=-1, keepdims=True)
    return g * (x - mean) / np.sqrt(variance + eps) + b


def gelu(x):
    return 0.5 * x * (1 + np.tanh(np.sqrt(2 / np.pi) * (x + 0.044715 * x**3)))


def linear(x, w, b):
    return x @ w + b


def ffn(x, c_fc, c_proj):
    return linear(gelu(linear(x, **c_fc)), **c_proj)


def attention(q, k, v, mask):
    return softmax(q @ k.T / np.sqrt(q.shape[-1]) + mask) @ v


def mha(x, c_attn, c_proj, n_head):
    x = linear(x, **c_attn)
    qkv = np.split(x, 3, axis=-1)
    qkv_heads = list(map(lambda x: np.split(x, n_head, axis=-1), qkv))
    causal_mask = (1 - np.tri(x.shape[0], dtype=x.dtype)) * -1e10
    out_heads = [attention(q, k, v, causal_mask) for q, k, v in zip(*qkv_heads)]
    x = linear(np.hstack(out_heads), **c_proj)
    return x


def transformer_block(x, mlp, attn, ln_1, ln_2, n_head):
    x = x + mha(layer_norm(x, **ln_1), **attn, n_head=n_head)
    x = x + ffn(layer_norm(x, **ln_2), **mlp)
    return x


def gpt2(inputs, wte, wpe, blocks, ln_f, n_head):
    x = wte[inputs] + wpe[range(len(inputs))]
    for block in blocks:
        x = transformer_block(x, **block, n_head=n_head)
    x = layer_norm(x, **ln_f)
    return x @ wte.T


def lm_loss(inputs, params):
    x, y = inputs[:-1], inputs[1:]
    output = softmax(gpt2(x, **params, n_head=2))
    loss = np.mean(-np.log(output[np.arange(len(x)), y]))
    return loss


rng = np.random.RandomState(0)
d, vocab = 4, 7
make = lambda *s: rng.randn(*s) * 0.4
ln = lambda: {"g": np.ones(d), "b": np.zeros(d)}
params = {
    "wte": E, "wpe": make(8, d), "ln_f": ln(),
    "blocks": [{
        "attn": {"c_attn": {"w": make(d, 3 * d), "b": np.zeros(3 * d)}, "c_proj": {"w": make(d, d), "b": np.zeros(d)}},
        "mlp": {"c_fc": {"w": make(d, 4 * d), "b": np.zeros(4 * d)}, "c_proj": {"w": make(4 * d, d), "b": np.zeros(d)}},
        "ln_1": ln(), "ln_2": ln(),
    } for _ in range(2)],
}
loss = lm_loss([1, 3, 2, 6, 0], params)
