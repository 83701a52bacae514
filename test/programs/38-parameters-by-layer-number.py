# @grad loss
# @at X: (3, 4) = randn seed=1, Y: (1, 4) = rand seed=2
import numpy as np


def initialize_parameters_deep(layer_dims):
    np.random.seed(3)
    parameters = {}
    L = len(layer_dims)
    for l in range(1, L):
        parameters['W' + str(l)] = np.random.randn(layer_dims[l], layer_dims[l - 1]) * 0.5
        parameters['b' + str(l)] = np.zeros((layer_dims[l], 1))
        assert parameters['W' + str(l)].shape == (layer_dims[l], layer_dims[l - 1])
    return parameters


def L_model_forward(X, parameters):
    caches = []
    A = X
    L = len(parameters) // 2
    for l in range(1, L):
        A_prev = A
        Z = np.dot(parameters['W' + str(l)], A_prev) + parameters['b' + str(l)]
        A = np.maximum(0.01 * Z, Z)
        caches.append((A_prev, Z))
    AL = 1 / (1 + np.exp(-(np.dot(parameters[f'W{L}'], A) + parameters[f'b{L}'])))
    return AL, caches


AL, caches = L_model_forward(X, initialize_parameters_deep([3, 4, 2, 1]))
m = Y.shape[1]
cost = (-1 / m) * np.sum(np.multiply(Y, np.log(AL)) + np.multiply(1 - Y, np.log(1 - AL)))
loss = np.squeeze(cost)
