/** Why a request is not fulfilled, in the user's words: becomes the error response. */

export class Refusal extends Error {
	/** Whether the client is to show it even where it shows no failures: a launch that cannot be. */
	readonly show: boolean;

	constructor(message: string, show = false) {
		super(message);
		this.show = show;
	}
}
