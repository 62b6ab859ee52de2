/** Which frames of a clip the network sees: n frames in, F frames out. */
package org.logoformer.sampling;
