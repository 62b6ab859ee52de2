/**
 * A clip and what it is made of: the classes by name, frames as 8-bit RGB, and the decoding of
 * images from strangers. Every image is either decoded to RGB or refused with a reason; nothing is
 * repaired silently.
 */
package org.logoformer.clip;
