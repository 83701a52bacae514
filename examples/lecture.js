// The lecture’s worked examples, row by row, in JavaScript.
const sigmoid = (t) => 1 / (1 + Math.exp(-t));
const dot = (a, b) => a.reduce((sum, v, i) => sum + v * b[i], 0);
const apply = (W, x) => W.map((row) => dot(row, x));
const multiply = (a, b) => a.map((row) => b[0].map((_, j) => row.reduce((sum, v, k) => sum + v * b[k][j], 0)));
const relu = (x) => x.map((v) => Math.max(0, v));

// 1. Multiplication switches, max routes.
/** @grad f at x = 4, y = -3 expect f = -12, df/dx = -3, df/dy = 4 */
f = x * y;

/** @grad m at x = 4, y = 2 expect m = 4, dm/dx = 1, dm/dy = 0 */
m = Math.max(x, y);

// 2. The computational graph of (x + y) z.
/** @grad f at x = -2, y = 5, z = -4 expect f = -12, df/dq = -4, df/dx = -4, df/dy = -4, df/dz = 3 */
q = x + y;
f = q * z;

// 3. The sigmoid neuron, by its eight gates; with x0 = 1 it is saturated.
/** @grad f at w0 = 2, x0 = -1, w1 = -3, x1 = -2, w2 = -3 expect f ≈ 0.731059, df/dw0 ≈ -0.196612, df/dx0 ≈ 0.393224, df/dw1 ≈ -0.393224, df/dx1 ≈ -0.589836, df/dw2 ≈ 0.196612 */
f = 1 / (1 + Math.exp(-(w0 * x0 + w1 * x1 + w2)));

/** @grad f at w0 = 2, x0 = 1, w1 = -3, x1 = -2, w2 = -3 expect f ≈ 0.993307, df/dw0 ≈ 0.00664806, df/dx0 ≈ 0.0132961 */
f = 1 / (1 + Math.exp(-(w0 * x0 + w1 * x1 + w2)));

// 4. The four gates of the sigmoid as one.
/** @grad f at s = 1 expect f ≈ 0.731059, df/ds ≈ 0.196612 */
f = sigmoid(s);

// 5. Three patterns in one circuit.
/** @grad f at x = 3, y = -4, z = 2, w = -1 expect f = -20, df/dx = -8, df/dy = 6, df/dz = 2, df/dw = 0 */
f = 2 * (x * y + Math.max(z, w));

// 6. Each gate and what it does with the upstream gradient.
/** @grad f at x = 3, y = 4 upstream 2 expect f = 7, df/dx = 2, df/dy = 2 */
f = x + y;

/** @grad f at x = 2, y = 3 upstream 5 expect f = 6, df/dx = 15, df/dy = 10 */
f = x * y;

/** @grad f at x = 7 expect f = 42, df/dx = 6 */
f = 4 * x + 2 * x;

/** @grad f at x = 4, y = 5 upstream 9 expect f = 5, df/dx = 0, df/dy = 9 */
f = Math.max(x, y);

// 7. A variable used twice: its gradients add.
/** @grad f at x = 3, y = -4 expect f = -3, df/dx = 2, df/dy = 3 */
f = x * y + x ** 2;

// 8. Staged computation.
/** @grad f at x = 3, y = -4 expect f ≈ 1.5456449, dnum ≈ 0.5121444, dinvden ≈ 3.0179862, dden ≈ -0.7915934, dx ≈ 2.0595698, dy ≈ 1.5922328 */
num = x + sigmoid(y);
den = sigmoid(x) + (x + y) ** 2;
invden = 1 / den;
f = num * invden;

// 9. The squared norm of a linear map.
/** @grad f at W = [0.1, 0.5; -0.3, 0.8], x = [0.2, 0.4] expect f ≈ 0.116, df/dW ≈ [0.088, 0.176; 0.104, 0.208], df/dx ≈ [-0.112, 0.636] tol 1e-9 */
q = apply(W, x);
f = q.reduce((sum, v) => sum + v ** 2, 0);

// 11. The gradient has the shape of its variable.
/** @grad y at x = [1, -2, 3, -1] upstream [4, -1, 5, 9] expect y = [1, 0, 3, 0], dx = [4, 0, 5, 0] */
y = x.map((v) => Math.max(0, v));

// 12. A product of matrices.
/** @grad y at x = [2, 1, -3; -3, 4, 2], w = [3, 2, 1, -1; 2, 1, 3, 2; 3, 2, 1, -2] upstream [2, 3, -3, 9; -8, 1, 4, 6] expect y = [-1, -1, 2, 6; 5, 2, 11, 7], dx = [0, 16, -9; -24, 9, -30], dw = [28, 3, -18, 0; -30, 7, 13, 33; -22, -7, 17, -15] */
y = multiply(x, w);

// 13. A two-layer net and the gradients of its weights.
/** @grad loss at x = [0.5, -1, 2; 1, 0, -0.5], w1 = [0.1, -0.2; 0.3, 0.4; -0.5, 0.2], w2 = [0.7; -0.6], y = [1; 0] expect loss ≈ 1.299035, dw2 ≈ [-0.320711; -0.940537], dw1 ≈ [-0.084097, 0.123389; 0.273639, -0.337891; -0.573640, 0.698561] */
h = multiply(x, w1).map((r) => r.map(sigmoid));
scores = multiply(h, w2);
loss = scores.reduce((sum, r, i) => sum + (r[0] - y[i][0]) ** 2, 0);

// 14. Linear, two-layer and three-layer scores; the two losses.
/** @grad s at W1 = [0.5, -0.3, 0.8; -0.2, 0.6, 0.1], x = [1, -2, 0.5] expect s ≈ [1.5, -1.35], ds/dx ≈ [0.3, 0.3, 0.9] tol 1e-9 */
s = apply(W1, x);

/** @grad f at W1 = [0.5, -0.3, 0.8; -0.2, 0.6, 0.1], W2 = [2, -0.5], x = [1, -2, 0.5] expect f ≈ 3, df/dx ≈ [1, -0.6, 1.6], df/dW2 ≈ [1.5, 0] tol 1e-9 */
f = dot(W2, relu(apply(W1, x)));

/** @grad f at W1 = [0.5, -0.3, 0.8; -0.2, 0.6, 0.1], W2 = [1, -1; 0.5, 2], W3 = [2, -0.5], x = [1, -2, 0.5] expect f ≈ 2.625, df/dx ≈ [0.875, -0.525, 1.4], df/dW3 ≈ [1.5, 0.75] tol 1e-9 */
f = dot(W3, relu(apply(W2, relu(apply(W1, x)))));

/** @grad L at s = [3.2, 5.1, -1.7], y = 0 expect L ≈ 2.9, dL/ds = [-1, 1, 0] tol 1e-9 */
L = s.reduce((sum, v, j) => (j === y ? sum : sum + Math.max(0, v - s[y] + 1)), 0);

/** @grad L at s = [1, 2, 0.5], y = 1 expect L ≈ 0.4643688, dL/ds ≈ [0.2312239, -0.3714683, 0.1402444] */
e = s.map(Math.exp);
L = -Math.log(e[y] / e.reduce((a, b) => a + b));

// 15. Activations.
/** @grad a at x = 0.5 expect a ≈ 0.6224593, da/dx ≈ 0.2350037 */
a = sigmoid(x);

/** @grad a at x = 0.5 expect a ≈ 0.4621172, da/dx ≈ 0.7864477 */
a = Math.tanh(x);

/** @grad a at x = 0.5 expect a ≈ 0.4621172, da/dx ≈ 0.7864477 */
a = 2 * sigmoid(2 * x) - 1;

/** @grad a at x = -2 expect a = 0, da/dx = 0 */
a = Math.max(0, x);

/** @grad a at x = -2 expect a = -0.02, da/dx = 0.01 */
a = Math.max(0.01 * x, x);

/** @grad a at x = -2, alpha = 0.25 expect a = -0.5, da/dx = 0.25, da/dalpha = -2 */
a = Math.max(alpha * x, x);

/** @grad a at x = 1, w1 = 2, b1 = -1, w2 = -1, b2 = 0.5 expect a = 1, da/dx = 2, da/dw1 = 1, da/dw2 = 0 */
a = Math.max(w1 * x + b1, w2 * x + b2);

/** @grad a at x = -1 expect a ≈ -0.6321206, da/dx ≈ 0.3678794 */
a = x > 0 ? x : Math.exp(x) - 1;

// 16. The forward pass of three layers.
/** @grad out at W1 = [0.5, -0.3, 0.8; -0.2, 0.6, 0.1], b1 = [0.1, -0.1], W2 = [1, -1; 0.5, 2], b2 = [0, 0.2], W3 = [2, -0.5], b3 = 0.3, x = [1, -2, 0.5] expect out ≈ 1.2452815, dout/dx ≈ [0.0481028, -0.0767897, 0.0350275], dout/dW3 ≈ [0.6552092, 0.7302738], dout/db2 ≈ [0.4518202, -0.0984870] */
h1 = apply(W1, x).map((v, i) => sigmoid(v + b1[i]));
h2 = apply(W2, h1).map((v, i) => sigmoid(v + b2[i]));
out = dot(W3, h2) + b3;

// 17. Forward in topological order, backward in reverse.
/** @grad loss at x = 1.5, w = 0.8, b = -0.2, t = 1 expect loss ≈ 0.072329, dloss/dscore ≈ -0.105754 */
score = w * x + b;
p = 1 / (1 + Math.exp(-score));
loss = (p - t) ** 2;
