/**
 * The training loss as DL4J loss functions over logits, or over logits and features. Begin with
 * {@link org.logoformer.loss.Loss}. Computed in double whatever the precision of the network;
 * batches are small.
 */
package org.logoformer.loss;
