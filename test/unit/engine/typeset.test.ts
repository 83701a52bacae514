import assert from 'node:assert/strict';
import { test } from 'node:test';
import { extentOf } from '../../../src/engine/mathml-extent.ts';
import { partsOf } from '../../../src/engine/formula-lines.ts';
import { mathmlOf, typeset } from '../../../src/engine/typeset.ts';

/** Formulas with the pixels that Chromium draws them in at 16 pixels, with DejaVu Math TeX Gyre, the widest of the usual fonts. */
const DRAWN: readonly (readonly [latex: string, width: number, height: number])[] = [
	['x', 11, 9],
	['w_0', 24, 14],
	['W_2 \\max (0, W_1x)', 132, 18],
	['\\frac{1}{1 + e^{-(w_0 x_0 + w_1 x_1 + w_2)}}', 186, 39],
	['\\sum_{i=1}^n {(W \\cdot x)}_i^2', 98, 45],
	['\\lVert W \\cdot x \\rVert^2', 62, 21],
	['\\hat{y} = \\sum_{j=0}^{p} \\hat{\\beta}_j x_j', 110, 51],
	['\\sqrt[3]{\\frac{x}{y}}', 27, 43],
	['\\left( X^\\top X + \\lambda I \\right)^{-1} X^\\top y', 160, 31],
	['\\begin{cases} x & \\text{if } x > 0 \\\\ e^x - 1 & \\text{otherwise} \\end{cases}', 165, 43],
	['\\begin{pmatrix} 1 & 22 \\\\ 333 & 4 \\\\ 5 & 6 \\end{pmatrix}', 86, 63],
	['\\frac{\\frac{a}{b}}{\\frac{c}{d}}', 13, 47],
	['x^{y^{z^2}}', 37, 23],
	['\\overline{xy} + \\tilde{x} + \\vec{v}', 89, 22],
	['-\\log \\frac{e^{s_k}}{\\sum_j e^{s_j}}', 97, 48],
	['손실 = (가중치 \\cdot 입력 - 정답)^2', 206, 23],
	['\\prod_{k \\ne i} \\mathbf{p}_k', 58, 39],
	['\\mathbb{E}_{x \\sim p}[\\log D(x)]', 130, 20],
];

test('the room kept for a set formula holds it, and little more', () => {
	for (const [latex, width, height] of DRAWN) {
		const extent = extentOf(mathmlOf(latex) ?? '');
		const [wide, tall] = [extent.width * 16, (extent.above + extent.below) * 16];
		// An image has 3 pixels of margin at each side.
		assert.ok(wide + 6 >= width && tall + 6 >= height, `${latex} is cut off: ${wide} × ${tall}`);
		assert.ok(wide <= 1.35 * width + 12 && tall <= 1.45 * height + 12, `${latex} stands in a void: ${wide} × ${tall}`);
	}
});

test('a formula is set in the ink that is asked for, as an image that fits a hover; what cannot be set is none', () => {
	const image = typeset('손실 = (a < b)^2', '#123456');
	const svg = new TextDecoder().decode(
		Uint8Array.from(atob(image?.source.replace(/^data:image\/svg\+xml;base64,/, '') ?? ''), (each) =>
			each.charCodeAt(0),
		),
	);
	assert.match(svg, /color:#123456.*<mtext>손<\/mtext>.*<msup>.*&lt;/s);
	assert.match(svg, new RegExp(`^<svg [^>]*width="${image?.width}" height="${image?.height}"`));
	const sum = (count: number): string => Array.from({ length: count }, (_, index) => `x_{${index}}`).join(' + ');
	const [short, smaller, broken] = [
		typeset(sum(4), '#fff'),
		typeset(sum(12), '#fff'),
		typeset(`J = ${sum(30)}`, '#fff'),
	];
	assert.ok(short !== null && smaller !== null && broken !== null);
	// One line as large as there is room for, else several lines of full size.
	assert.deepEqual([smaller.width, smaller.height < short.height], [470, true]);
	assert.ok(broken.width <= 470 && broken.height > 2 * short.height);
	for (const latex of ['\\unknown{x}', '{', `\\frac{${sum(30)}}{2}`]) assert.equal(typeset(latex, '#fff'), null, latex);
});

test('a formula is broken before its outermost relations and signs, and not in brackets, scripts and tables', () => {
	assert.deepEqual(partsOf('J = -a + b_{i+1} (c - d) - \\frac{e + f}{g} \\le h \\times -k'), [
		'J ',
		'= -a ',
		'+ b_{i+1} (c - d) ',
		'- \\frac{e + f}{g} ',
		'\\le h \\times -k',
	]);
	assert.equal(partsOf('a &= b \\\\ c &= d'), null);
	assert.deepEqual(partsOf('\\left[ a + b \\right] \\begin{cases} a & b + c \\\\ d \\end{cases}')?.length, 1);
});

test('room is found for mathematics nested however deep', () => {
	const deep = 20_000;
	const { width } = extentOf(`<math>${'<msqrt>'.repeat(deep)}<mi>x</mi>${'</msqrt>'.repeat(deep)}</math>`);
	assert.ok(Number.isFinite(width) && width > deep);
	assert.ok(Number.isFinite(extentOf('</math></mi><mfrac><mi>x').width));
});
