/**
 * From sampled frames to the network's input: one crop and one flip per clip, resizing that equals
 * Pillow's bilinear filter bit for bit, normalisation.
 */
package org.logoformer.transform;
