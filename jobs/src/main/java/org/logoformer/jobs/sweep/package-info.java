/**
 * Sweeps: a grid of settings, each combination a training run of its own. A sweep that is started
 * again skips the trials that are finished and resumes the one that was running.
 */
package org.logoformer.jobs.sweep;
