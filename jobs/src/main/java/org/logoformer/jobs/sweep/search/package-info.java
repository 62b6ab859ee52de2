/**
 * Who trains next and how far: the rules of a sweep, without anything that runs. Begin with {@link
 * org.logoformer.jobs.sweep.search.Board}, which holds what is known of each trial, and {@link
 * org.logoformer.jobs.sweep.search.Search}, which decides by it.
 *
 * <p>Contract: a board is what its events make of it, and a search is a function of the board. So
 * who keeps the events keeps every decision, and goes on from them after a crash.
 */
package org.logoformer.jobs.sweep.search;
