/**
 * Where a process gets its copy of the network and its mini-batches. Begin with {@link
 * org.logoformer.train.source.NetworkSource} and {@link org.logoformer.train.source.Batches}.
 *
 * <p>Contract: a source is small and serialisable or is made from paths; the network and the clips
 * themselves never travel. Who loads a mini-batch frees it.
 */
package org.logoformer.train.source;
