/**
 * A reply that is a success by its status and no answer by its content (A16). The message names what is wrong with it, in
 * words that fit into brackets, and quotes nothing of it but keys.
 */
export class InvalidReply extends Error {
  override readonly name = "InvalidReply";
}
