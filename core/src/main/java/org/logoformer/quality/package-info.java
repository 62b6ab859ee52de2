/**
 * What can be said of clips by looking at their pixels: which are equal, which are nearly so, which
 * are too dark to show anything. Pure functions of frames and numbers; they know neither storage
 * nor pages.
 */
package org.logoformer.quality;
