package org.logoformer.nn;

/**
 * What differs between transformers: names of parameters below those of a block's parts, and how
 * some of them compute.
 *
 * @param qkv the layer of queries, keys and values
 * @param out the layer behind attention
 * @param first layer of the MLP
 * @param second layer of the MLP
 * @param eps of layer normalisation
 * @param gelu of the MLP
 */
public record TransformerStyle(
    String qkv, String out, String first, String second, double eps, Gelu.Form gelu) {
  /** As vision transformers are written: exact GELU, eps 1e-6. */
  public static final TransformerStyle PLAIN =
      new TransformerStyle("qkv", "out", "fc1", "fc2", 1e-6, Gelu.Form.ERF);
}
