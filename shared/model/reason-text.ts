/** Named values that fill a sentence. All are shown as plain text, never as markup. */
export type ReasonParams = Readonly<Record<string, string>>;

export interface ReasonText {
  message: string;
  hint?: string;
}

export const reasonText = (message: string, hint?: string): ReasonText =>
  hint === undefined ? { message } : { message, hint };
