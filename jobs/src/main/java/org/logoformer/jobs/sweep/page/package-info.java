/**
 * The page about a sweep: the best trials, where they lie in the space, which axes matter, and why
 * others ended. Made from {@code sweep.json} and {@code sweep.conf} alone, so it can be made again
 * at any time. Begin with {@link org.logoformer.jobs.sweep.page.SweepPage}.
 */
package org.logoformer.jobs.sweep.page;
