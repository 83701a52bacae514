/**
 * What LaTeX's commands mean: which are letters, which are operators, functions, brackets, accents, and which are only for the eye.
 */

function words(text: string): ReadonlySet<string> {
	return new Set(text.split(' '));
}

function pairs(text: string): ReadonlyMap<string, string> {
	return new Map(Array.from(text.matchAll(/(\S+) (\S+)/g), ([, command, meaning]) => [command!, meaning!]));
}

/** Commands that stand for a letter, and the letter as names are spelled with it. */
export const LETTERS: ReadonlyMap<string, string> = pairs(
	'alpha α beta β gamma γ delta δ epsilon ε varepsilon ε zeta ζ eta η theta θ vartheta θ iota ι kappa κ varkappa κ lambda λ mu μ nu ν ' +
		'xi ξ omicron ο pi π varpi π rho ρ varrho ρ sigma σ varsigma ς tau τ upsilon υ phi φ varphi φ chi χ psi ψ omega ω Gamma Γ ' +
		'varGamma Γ Delta Δ varDelta Δ Theta Θ varTheta Θ Lambda Λ varLambda Λ Xi Ξ varXi Ξ Pi Π Sigma Σ varSigma Σ Upsilon Υ Phi Φ ' +
		'varPhi Φ Psi Ψ varPsi Ψ Omega Ω varOmega Ω digamma ϝ ell ℓ hbar ħ imath i jmath j aleph ℵ Re Re Im Im',
);

/** Operators between two operands, by the sign they are read as. */
export const OPERATORS: ReadonlyMap<string, string> = pairs(
	'pm ± mp ∓ cdot * times * ast * star * cdotp * odot .* otimes ⊗ circ .* bullet .* div / oslash / slash / bmod mod mod mod lt < gt > le <= leq <= leqslant <= ' +
		'ge >= geq >= geqslant >= ne != neq != land and wedge and lor or vee or lnot not neg not',
);

/** Relations that set a left side to a right side. */
export const EQUALS: ReadonlySet<string> = words(
	'= := coloneqq coloneq triangleq equiv leftarrow gets longleftarrow Leftarrow approx simeq propto doteq',
);

/** Relations that say something of a name and compute nothing. */
export const SAYS: ReadonlySet<string> = words(
	'in notin ni sim subset subseteq to rightarrow longrightarrow mapsto colon ll gg perp parallel succ prec succeq preceq',
);

/** Commands that stand between statements. */
export const SEPARATORS: ReadonlySet<string> = words(
	'implies Rightarrow Longrightarrow iff Leftrightarrow Longleftrightarrow therefore because newline cr',
);

/** Commands that change nothing that is computed. */
export const INVISIBLE: ReadonlySet<string> = new Set([
	' ',
	'\n',
	...', ; : ! > / -'.split(' '),
	...words(
		'thinspace medspace thickspace negthinspace enspace enskip space nobreakspace displaystyle textstyle scriptstyle ' +
			'scriptscriptstyle limits nolimits nonumber notag hfill hfil break nobreak allowbreak strut mathstrut null relax centering noindent ' +
			'big Big bigg Bigg bigl Bigl biggl Biggl bigr Bigr biggr Biggr bigm Bigm biggm Biggm bf rm it sf tt cal boldmath unboldmath small ' +
			'large Large normalsize footnotesize scriptsize tiny hline toprule midrule bottomrule qedhere pagebreak smash mathord mathop ' +
			'mathbin mathrel mathopen mathclose mathpunct mathinner',
	),
]);

/** Commands that vanish together with one argument. */
export const INVISIBLE_WITH_ARGUMENT: ReadonlySet<string> = words(
	'label tag hspace vspace phantom hphantom vphantom color textcolor colorbox ref eqref cite footnote intertext shortintertext raisebox',
);

/** Commands whose argument is set in another style and means what it is. */
export const STYLES: ReadonlySet<string> = words(
	'mathbf boldsymbol bm pmb bold mathit mathnormal vec overrightarrow underline boxed fbox cancel bcancel xcancel mathstrut ' +
		'mathsurround ensuremath displaylines underbrace overbrace underbracket overbracket operatornamewithlimits mathsfit mathbfit vb va ' +
		'vectorbold',
);

/** Alphabets in which a letter may be another variable than the plain one. */
export const ALPHABETS: ReadonlySet<string> = new Set([
	'mathcal',
	'mathscr',
	'mathfrak',
	'mathbb',
	'mathbbm',
	'mathds',
]);

/** Commands whose argument is words: a name of several letters, a function, or a remark. */
export const WORDS: ReadonlySet<string> = words(
	'mathrm text textrm textnormal textit textbf textsf texttt textsc mathsf mathtt mbox hbox operatorname operatorname* emph textup ' +
		'textmd',
);

/** Accents, as the mark that they put on a letter. */
export const ACCENTS: ReadonlyMap<string, string> = pairs(
	'hat \u0302 widehat \u0302 bar \u0304 overline \u0304 tilde \u0303 widetilde \u0303 dot \u0307 ddot \u0308 check \u030C ' +
		'overleftarrow \u20D6 widecheck \u030C breve \u0306 acute \u0301 grave \u0300 mathring \u030A',
);

/** Functions that need no brackets around what they are applied to. */
export const FUNCTIONS: ReadonlySet<string> = words(
	'sin cos tan cot sec csc arcsin arccos arctan arccot sinh cosh tanh coth sech csch arsinh arcosh artanh asin acos atan ' +
		'exp log ln lg log2 log10 log1p expm1 max min abs sgn sign det tr Tr trace diag rank dim ker gcd lcm floor ceil round sqrt cbrt erf erfc hypot clip clamp ' +
		'relu ReLU sigmoid softmax softplus swish gelu GELU silu SiLU elu ELU LeakyReLU PReLU logsumexp LSE logit argmax argmin sup inf ' +
		'mean std var Var Cov norm sum prod heaviside step arg Pr Maxout maxout MSE KL',
);

/** Signs with a scope of their own: their operand goes as far as the product does. */
export const FOLDS: ReadonlyMap<string, 'add' | 'mul'> = new Map([
	['sum', 'add'],
	['prod', 'mul'],
]);

export const FRACTIONS: ReadonlySet<string> = new Set([
	'frac',
	'tfrac',
	'dfrac',
	'cfrac',
	'sfrac',
	'nicefrac',
	'fracn',
]);

/** Brackets by what opens them: what closes them, and what the pair means. */
export const BRACKETS: ReadonlyMap<string, readonly [close: string, means: string]> = new Map([
	['(', [')', '(']],
	['[', [']', '[']],
	['lbrack', ['rbrack', '[']],
	['lparen', ['rparen', '(']],
	['\\{', ['\\}', '(']],
	['lbrace', ['rbrace', '(']],
	['langle', ['rangle', 'angle']],
	['lfloor', ['rfloor', 'floor']],
	['lceil', ['rceil', 'ceil']],
	['lvert', ['rvert', 'abs']],
	['lVert', ['rVert', 'norm']],
	['lgroup', ['rgroup', '(']],
]);

export const CLOSERS: ReadonlySet<string> = new Set([...BRACKETS.values()].map(([close]) => close));

/** Bars: whether they open or close, only what stands before them tells. */
export const BARS: ReadonlyMap<string, 'abs' | 'norm'> = new Map([
	['|', 'abs'],
	['vert', 'abs'],
	['\\|', 'norm'],
	['Vert', 'norm'],
]);

export const MATRICES: ReadonlyMap<string, string> = new Map([
	['matrix', '('],
	['pmatrix', '('],
	['bmatrix', '('],
	['Bmatrix', '('],
	['smallmatrix', '('],
	['psmallmatrix', '('],
	['bsmallmatrix', '('],
	['vmatrix', 'det'],
	['Vmatrix', 'norm'],
]);

export const CASES: ReadonlySet<string> = new Set(['cases', 'dcases', 'rcases', 'numcases', 'cases*', 'dcases*']);

/** Unicode signs as the LaTeX that means the same. */
export const SIGNS: ReadonlyMap<string, string> = pairs(
	'⊗ otimes · cdot ⋅ cdot ∙ cdot • bullet × times ∗ ast ⊙ odot ∘ circ ÷ div ≤ le ≥ ge ≠ ne ≈ approx ≡ equiv ∝ propto ∈ in ∼ sim ← leftarrow ' +
		'→ to ⇒ Rightarrow ⇔ iff ∑ sum Σ Sigma ∏ prod ∂ partial ∇ nabla √ sqrt ∞ infty ∧ land ∨ lor ¬ lnot ∥ Vert ‖ Vert ∣ vert ⟨ langle ' +
		'⟩ rangle ⌊ lfloor ⌋ rfloor ⌈ lceil ⌉ rceil ⊤ top … dots ⋯ cdots ± pm ∓ mp',
);
