/**
 * A trained network and what it says about clips, outside of training. Begin with {@link
 * org.logoformer.jobs.network.Weights}, which are read, checked and copied into a network, and
 * {@link org.logoformer.jobs.network.Prediction}.
 *
 * <p>Contract: weights that are missing, unexpected, misshapen or not finite are refused before
 * they reach a network. No class here knows a run folder.
 */
package org.logoformer.jobs.network;
