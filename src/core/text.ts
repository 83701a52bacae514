/**
 * Sentences for people leave core as templates, so that the floors above can look their translation up by the English template.
 */

/** An English template with `{0}`, `{1}` … and what goes in; the same shape as `Text` in protocol.ts. */
export type Text = readonly [template: string, ...args: (string | number)[]];
