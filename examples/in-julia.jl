# @grad f at x = -2, y = 5, z = -4 expect df/dy = -4
f = (x + y) * z

# A sigmoid neuron.
# @grad f at w = [2, -3, -3], x = [-1, -2, 1] expect f ≈ 0.73, df/dw = [-0.20, -0.39, 0.20] ±0.005
σ(t) = 1 / (1 + exp(-t))
f = σ(w' * x)

# The squared norm of a linear map: the gradient of W is 2 q xᵀ.
# @grad f at W = [0.1, 0.5; -0.3, 0.8], x = [0.2, 0.4] expect f = 0.116, dW = [0.088, 0.176; 0.104, 0.208]
q = W * x
f = sum(abs2, q)

# Two layers, by elements with a point.
# @grad f at W1: (4, 3) = randn, b1: (4,) = zeros, W2: (1, 4) = randn, x: (3,) = randn
h = max.(0, W1 * x .+ b1)
f = sum(W2 * h)

# A function is called; its loop is stepped turn by turn.
# @grad f at x = 3 expect f = 12, df/dx = 7
function series(t, k = 2)
    s = 0.0
    for i in 1:k
        s += t^i
    end
    return s
end
f = series(x)
