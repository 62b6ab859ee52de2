/**
 * Randomness without shared state: a draw is a function of the run's seed, keys that say what it is
 * for (an epoch, a clip id, a parameter name) and its position, never of who drew before or of the
 * order in which tasks ran.
 */
package org.logoformer.random;
