const [x, y, z] = [-2, 5, -4];

/** @grad f at x = -2, y = 5, z = -4 expect df/dz = 3 */
const f = (x + y) * z;

let loss = (y - x) * (y - x); // @grad x = 1, y = 3 expect dloss/dx = -4
