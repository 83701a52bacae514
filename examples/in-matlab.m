% @grad f at x = -2, y = 5, z = -4 expect df/dy = -4
f = (x + y) * z

% A sigmoid neuron.
% @grad f at w = [2; -3; -3], x = [-1; -2; 1] expect f ≈ 0.73, df/dw = [-0.20; -0.39; 0.20] ±0.005
sigma = @(t) 1 ./ (1 + exp(-t));
f = sigma(w' * x);

% The squared norm of a linear map: the gradient of W is 2 q x'.
% @grad f at W = [0.1, 0.5; -0.3, 0.8], x = [0.2; 0.4] expect f = 0.116, dW = [0.088, 0.176; 0.104, 0.208]
q = W * x;
f = sum(q.^2);

% Logistic loss of a batch.
% @grad f at X = [0.1, 0.2; 0.3, -0.4; 0.5, 0.6], w = [1; -2], b = 0.1, y = [1; 0; 1] expect f ≈ 1.0996, df/db ≈ -0.1423
h = 1 ./ (1 + exp(-(X * w + b)));
f = -mean(y .* log(h) + (1 - y) .* log(1 - h));

% @grad f at x = 3 expect df/dx = 24
f = 0;
for i = 1:4
    if i > 1, f = f + x^2; else, f = f + x * 6; end
end
