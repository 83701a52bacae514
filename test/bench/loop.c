// The same computation as workload.ts over the same struct of arrays, as plain C: the floor that the JavaScript and WebAssembly loops are held to.
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif

enum { ADD, MUL, TANH, INPUT };
static uint8_t *op;
static int32_t *first, *second, *range, *frame;
static double *value, *gradient;
static int length, capacity, gates;

static void grow(void) {
	capacity = capacity ? capacity * 2 : 64;
	op = realloc(op, capacity);
	first = realloc(first, capacity * sizeof *first);
	second = realloc(second, capacity * sizeof *second);
	range = realloc(range, capacity * sizeof *range);
	frame = realloc(frame, capacity * sizeof *frame);
	value = realloc(value, capacity * sizeof *value);
}

static int put(int code, int a, int b, double v) {
	if (length == capacity) grow();
	op[length] = code, first[length] = a, second[length] = b, range[length] = 0, frame[length] = 0, value[length] = v;
	return length++;
}

static __attribute__((noinline)) int gate(int code, int a, int b) {
	double v = 0;
	switch (code) {
		case ADD: v = value[a] + value[b]; break;
		case MUL: v = value[a] * value[b]; break;
		case TANH: v = tanh(value[a]); break;
	}
	gates++;
	return put(code, a, b, v);
}

static void forward(void) {
	for (int i = 0; i < length; i++) {
		switch (op[i]) {
			case ADD: value[i] = value[first[i]] + value[second[i]]; break;
			case MUL: value[i] = value[first[i]] * value[second[i]]; break;
			case TANH: value[i] = tanh(value[first[i]]); break;
		}
	}
}

static void backward(int target) {
	memset(gradient, 0, length * sizeof *gradient);
	gradient[target] = 1;
	for (int i = target; i >= 0; i--) {
		double g = gradient[i];
		switch (op[i]) {
			case ADD: gradient[first[i]] += g, gradient[second[i]] += g; break;
			case MUL: gradient[first[i]] += g * value[second[i]], gradient[second[i]] += g * value[first[i]]; break;
			case TANH: gradient[first[i]] += g * (1 - value[i] * value[i]); break;
		}
	}
}

static uint32_t state;
static double next(void) {
	state = (state * 1103515245u + 12345u) & 0x7fffffff;
	return state / 2147483647.0 - 0.5;
}

#define WIDTH 16
static int build(int least) {
	static int weights[2 * WIDTH * (WIDTH + 1) + WIDTH + 1];
	int total = -1;
	state = 12345, length = 0, gates = 0;
	for (int i = 0; i < 2 * WIDTH * (WIDTH + 1) + WIDTH + 1; i++) weights[i] = put(INPUT, 0, 0, next());
	while (gates < least) {
		int layer[WIDTH], out[WIDTH], at = 0;
		for (int i = 0; i < WIDTH; i++) layer[i] = put(INPUT, 0, 0, next());
		for (int depth = 0; depth < 2; depth++) {
			for (int unit = 0; unit < WIDTH; unit++) {
				int sum = weights[at++];
				for (int i = 0; i < WIDTH; i++) sum = gate(ADD, sum, gate(MUL, weights[at++], layer[i]));
				out[unit] = gate(TANH, sum, 0);
			}
			memcpy(layer, out, sizeof layer);
		}
		int score = weights[at++];
		for (int i = 0; i < WIDTH; i++) score = gate(ADD, score, gate(MUL, weights[at++], layer[i]));
		int square = gate(MUL, score, score);
		total = total < 0 ? square : gate(ADD, total, square);
	}
	return total;
}

static double now(void) {
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1e3 + t.tv_nsec * 1e-6;
}

static int ascending(const void *a, const void *b) {
	double x = *(const double *)a, y = *(const double *)b;
	return (x > y) - (x < y);
}

// What is freed stays with the program, as in V8's process, instead of going back to the system, which hands it out again page by page.
static void keep_memory(void) {
#ifdef __GLIBC__
	mallopt(M_MMAP_MAX, 0);
	mallopt(M_TRIM_THRESHOLD, 1 << 30);
#endif
}

// loop GATES RUNS [keep]: prints gates, whole and replay (ms, the fastest of the runs), value, gradient of the first weight.
int main(int count, char **arguments) {
	int least = count > 1 ? atoi(arguments[1]) : 1000, runs = count > 2 ? atoi(arguments[2]) : 9;
	if (count > 3) keep_memory();
	double *whole = malloc(runs * sizeof *whole), *replay = malloc(runs * sizeof *replay);
	int target = 0;
	for (int run = 0; run < runs; run++) {
		free(op), free(first), free(second), free(range), free(frame), free(value), free(gradient);
		op = 0, first = second = range = frame = 0, value = gradient = 0, capacity = 0;
		double start = now();
		target = build(least);
		gradient = malloc(length * sizeof *gradient);
		backward(target);
		whole[run] = now() - start;
	}
	double result = value[target], slope = gradient[0];
	for (int run = 0; run < runs; run++) {
		value[0] += 1e-9;
		double start = now();
		forward();
		backward(target);
		replay[run] = now() - start;
	}
	qsort(whole, runs, sizeof *whole, ascending);
	qsort(replay, runs, sizeof *replay, ascending);
	printf("%d %.6f %.6f %.17g %.17g\n", gates, whole[0], replay[0], result, slope);
}
