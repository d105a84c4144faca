const ADDRESS = /^[^\s@<>()[\],;:"\\]+@[^\s@<>()[\],;:"\\.]+(?:\.[^\s@<>()[\],;:"\\.]+)+$/u;

/** Whether the text looks like an e-mail address with a domain: enough to catch slips, not to judge what mail servers take. */
export const isAddress = (text: string): boolean => ADDRESS.test(text);
