/**
 * Renders data sets of face-like clips in the exact folder and list format of FERV39K or DFEW: a
 * test bed for learning, not a claim about real faces.
 *
 * <p>The class of a clip is told by how brows, lids and mouth move over time ({@link
 * org.logoformer.synth.Course}); Happy and Sad, and Angry and Fear, show the same frames in
 * opposite order. Everything else about a clip (who, pose, light, blur, noise, occlusion, tempo) is
 * drawn under keys that the class is not part of. A clip depends on the seed and its index alone,
 * so the files are the same bytes however the work is partitioned.
 *
 * <p>Its many files are one for each thing that a clip consists of.
 */
package org.logoformer.synth;
