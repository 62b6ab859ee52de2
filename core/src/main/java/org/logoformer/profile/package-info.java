/**
 * Where the time of a training step goes. The network and the step announce their sections to a
 * {@link org.logoformer.profile.Profiler}; without one that costs a call per section and changes
 * nothing.
 */
package org.logoformer.profile;
