/** The version in package.json; a test holds the two against each other. */
export const TOOL_VERSION = "0.1.0";

/** The oldest Node that dimctl runs on; `engines` in package.json. */
export const NEEDED_NODE = "20.19.0";
