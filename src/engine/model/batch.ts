/** @file What the decoder is given: padded token ids, and the completion tokens whose log-probs are wanted. */

export interface SequenceBatch {
  /** Token ids, right-padded, row-major. Shape [rows, tokens]; `tokens` is a bucket length. */
  ids: Int32Array
  rows: number
  tokens: number
  /**
   * The scored tokens, row by row. Token k is `targets[k]`, is predicted from the hidden state at the flat index
   * `positions[k]` of [rows * tokens] (one before its own place), and belongs to row `rowOf[k]`.
   */
  positions: Int32Array
  targets: Int32Array
  rowOf: Int32Array
  /** Scored tokens per row, |y|. Shape [rows]. */
  lengths: Int32Array
}
