/**
 * Pictures: the confusion matrix, curves over epochs and bars, for pages and phones, light and
 * dark. They know numbers and names only, nothing of runs. A picture is a {@link
 * org.logoformer.jobs.picture.Drawing}, which becomes SVG or PNG, so that both show the same.
 */
package org.logoformer.jobs.picture;
