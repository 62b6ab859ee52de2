/** Which frames of a clip the network sees: n frames in, the indices of F frames out. */
package org.logoformer.sampling;
