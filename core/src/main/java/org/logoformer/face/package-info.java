/**
 * Faces in whole frames: where they are, and how they are cut out and set upright. The samples
 * depend on the frame, the face and the settings alone, on every machine.
 */
package org.logoformer.face;
