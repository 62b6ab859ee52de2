/**
 * The network as DL4J sees it: a {@code ComputationGraph} of one layer that holds the network and
 * one that holds the loss. DL4J owns the flat parameter, gradient and updater vectors, counts
 * iterations, applies the updater, calls listeners and serialises the configuration; the layer runs
 * the network on kernels of its own.
 *
 * <p>Contract: everything a worker needs to go on training is the configuration's JSON, the flat
 * parameters and the flat updater state. Parameters, BatchNorm statistics and what the loss keeps
 * included, lie in the flat vector as {@link org.logoformer.nn.Layout} says. A graph belongs to one
 * thread.
 */
package org.logoformer.dl4j;
