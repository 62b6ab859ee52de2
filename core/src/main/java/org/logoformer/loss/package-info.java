/**
 * The training loss: cross entropy plus the compact term, as DL4J loss functions over logits.
 * Computed in double whatever the precision of the network; batches are small.
 */
package org.logoformer.loss;
