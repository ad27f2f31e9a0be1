/** The most bytes one message into a terminal may carry. Longer input goes in several. */
export const terminalInputBytes = 32_768;
