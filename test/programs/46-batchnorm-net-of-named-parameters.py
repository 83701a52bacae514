# @grad loss
# @at X: (4, 2, 3) = randn seed=6
import numpy as np


def affine_forward(x, w, b):
    out = x.reshape(x.shape[0], -1).dot(w) + b
    return out, (x, w, b)


def relu_forward(x):
    out = np.maximum(0, x)
    return out, x


def batchnorm_forward(x, gamma, beta, bn_param):
    mode = bn_param['mode']
    eps = bn_param.get('eps', 1e-5)
    momentum = bn_param.get('momentum', 0.9)
    N, D = x.shape
    running_mean = bn_param.get('running_mean', np.zeros(D, dtype=x.dtype))
    running_var = bn_param.get('running_var', np.zeros(D, dtype=x.dtype))
    out, cache = None, None
    if mode == 'train':
        sample_mean = x.mean(axis=0)
        sample_var = x.var(axis=0)
        x_hat = (x - sample_mean) / np.sqrt(sample_var + eps)
        out = gamma * x_hat + beta
        running_mean = momentum * running_mean + (1 - momentum) * sample_mean
        running_var = momentum * running_var + (1 - momentum) * sample_var
        cache = (x_hat, gamma, sample_var, eps)
    elif mode == 'test':
        x_hat = (x - running_mean) / np.sqrt(running_var + eps)
        out = gamma * x_hat + beta
    else:
        raise ValueError('Invalid forward batchnorm mode "%s"' % mode)
    bn_param['running_mean'] = running_mean
    bn_param['running_var'] = running_var
    return out, cache


def softmax_loss(x, y):
    shifted_logits = x - np.max(x, axis=1, keepdims=True)
    Z = np.sum(np.exp(shifted_logits), axis=1, keepdims=True)
    log_probs = shifted_logits - np.log(Z)
    N = x.shape[0]
    return -np.sum(log_probs[np.arange(N), y]) / N


np.random.seed(231)
dims = [2 * 3, 5, 4, 3]
params = {}
for i, (d_in, d_out) in enumerate(zip(dims[:-1], dims[1:]), start=1):
    params[f'W{i}'] = np.random.normal(0, 0.5, (d_in, d_out))
    params[f'b{i}'] = np.zeros(d_out)
    if i < len(dims) - 1:
        params['gamma' + str(i)] = np.ones(d_out)
        params['beta' + str(i)] = np.zeros(d_out)

y = np.random.randint(3, size=4)
bn_params = [{'mode': 'train'} for _ in range(len(dims) - 2)]
h, caches = X, []
for i in range(1, len(dims)):
    h, cache = affine_forward(h, params['W%d' % i], params['b%d' % i])
    caches.append(cache)
    if i < len(dims) - 1:
        h, bn_cache = batchnorm_forward(h, params[f'gamma{i}'], params[f'beta{i}'], bn_params[i - 1])
        h, relu_cache = relu_forward(h)
        caches.extend([bn_cache, relu_cache])
loss = softmax_loss(h, y)
reg_loss = 0.5 * 0.1 * sum(np.sum(p ** 2) for k, p in params.items() if k.startswith('W'))
loss += reg_loss
print(loss, bn_params[0]['running_mean'].shape)
